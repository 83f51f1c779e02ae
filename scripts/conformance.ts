/**
 * Holds the sandbox against the vendor's own OpenAPI description: `npm run conformance -- FILE.yaml`.
 *
 * Starts a sandbox, makes every call the product relies on under several settings, and checks each answer: the status
 * is described, every value has the described type, and there is no property that the description does not know.
 * Prints one line per call and ends with 1 when anything does not fit.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { startSandbox } from '../sandbox/start';

/** The part of a JSON schema that the description uses; `true` allows anything. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
}

interface Description {
  paths: Record<
    string,
    Record<string, { responses?: Record<string, { content?: Record<string, { schema: Schema }> }> }>
  >;
  components: { schemas: Record<string, Schema> };
}

const FORMATS: Record<string, RegExp> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/,
  // Protobuf's JSON form of a duration, which is what the vendor sends under this name.
  duration: /^-?\d+(\.\d{1,9})?s$/,
};

/** Everything about a value that a schema does not allow, as sentences with the path of the value. */
export function mismatches(value: unknown, schema: Schema, description: Description, path = '$'): string[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/components/schemas/', '');
    const target = description.components.schemas[name];
    return target === undefined ? [`${path}: ${name} is not described`] : mismatches(value, target, description, path);
  }
  if (schema.oneOf !== undefined) {
    const tries = schema.oneOf.map((option) => mismatches(value, option, description, path));
    return tries.some((found) => found.length === 0) ? [] : (tries[0] ?? []);
  }
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const type = typeOf(value);
  if (types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number'))) {
    return [`${path}: is ${type}, described as ${types.join(' or ')}`];
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${path}: ${value} is not one of the values`];
  const format = FORMATS[schema.format ?? ''];
  if (typeof value === 'string' && format !== undefined && !format.test(value)) {
    return [`${path}: "${value}" is no ${schema.format}`];
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? [] : value.flatMap((item, i) => mismatches(item, items, description, `${path}[${i}]`));
  }
  if (type !== 'object') return [];
  return Object.entries(value as object).flatMap(([name, item]) => {
    const known = schema.properties?.[name] ?? schema.additionalProperties ?? false;
    if (known === true) return [];
    if (known === false) return [`${path}.${name}: is not described`];
    return mismatches(item, known, description, `${path}.${name}`);
  });
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

type Call = (
  template: string,
  method: string,
  params?: Record<string, string>,
  body?: unknown,
  query?: string,
) => Promise<never>;

async function run(file: string): Promise<boolean> {
  const description = parse(readFileSync(file, 'utf8')) as Description;
  const sandbox = await startSandbox();
  const { CONDUCTORONE_CLIENT_ID: client_id = '', CONDUCTORONE_CLIENT_SECRET: client_secret = '' } = sandbox.env;
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
  const token = await fetch(`${sandbox.url}/auth/v1/token`, { method: 'POST', body: form });
  const { access_token } = (await token.json()) as { access_token: string };
  const called = new Set<string>();
  let clean = true;
  let label = '';

  const call = async (
    template: string,
    method: string,
    params: Record<string, string> = {},
    body?: unknown,
    query = '',
  ) => {
    called.add(`${method} ${template}`);
    const path = template.replace(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? '');
    const response = await fetch(sandbox.url + path + query, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    const described = description.paths[template]?.[method.toLowerCase()]?.responses?.[String(response.status)];
    const schema = described?.content?.['application/json']?.schema;
    const wrong =
      schema === undefined
        ? [`${response.status} is not described: ${JSON.stringify(answer)}`]
        : mismatches(answer, schema, description);
    if (wrong.length > 0) clean = false;
    console.log(`${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${response.status} ${method} ${template}${label}`);
    for (const line of wrong) console.log(`       ${line}`);
    return answer as never;
  };

  try {
    for (const settings of [{}, { sparse: true }]) {
      await control(sandbox.url, 'PATCH', '/settings', settings);
      label = Object.keys(settings).length === 0 ? '' : ` under ${JSON.stringify(settings)}`;
      await everyCall(call, sandbox.url, `guest${label.length}@partner.example`);
    }
  } finally {
    await sandbox.close();
  }
  const implemented = (template: string, method: string): boolean => called.has(`${method.toUpperCase()} ${template}`);
  for (const [template, methods] of Object.entries(description.paths)) {
    for (const method of Object.keys(methods)) {
      if (!implemented(template, method))
        console.log(`--       ${method.toUpperCase()} ${template} (not a call of the product)`);
    }
  }
  return clean;
}

/** Each call in an order that gives the next one something to look at. */
async function everyCall(call: Call, url: string, email: string): Promise<void> {
  const configs = '/api/v1/local-directory-configs';
  await call('/api/v1/auth/introspect', 'GET');
  const directories: { list: { appId: string }[] } = await call(configs, 'GET');
  const app_id = directories.list[0]?.appId ?? '';
  await call(`${configs}/{app_id}`, 'GET', { app_id });
  const roles: { list: { id: string }[]; nextPageToken: string } = await call(
    '/api/v1/iam/roles',
    'GET',
    {},
    undefined,
    '?page_size=10',
  );
  await call('/api/v1/iam/roles', 'GET', {}, undefined, `?page_size=10&page_token=${roles.nextPageToken}`);
  const statuses = ['ENABLED', 'DISABLED', 'DELETED'];
  const users: { list: { userId: string }[] } = await call(
    '/api/v1/search/users',
    'POST',
    {},
    { userStatuses: statuses, pageSize: 100 },
  );
  await call('/api/v1/search/users', 'POST', {}, { query: 'nobody has this name' });
  await call('/api/v1/users/{id}', 'GET', { id: users.list[0]?.userId ?? '' });

  const invitations = `${configs}/{directory_app_id}/invitations`;
  const directory = { directory_app_id: app_id };
  const full = {
    email: `full.${email}`,
    displayName: 'Full',
    initialRoleIds: [roles.list[1]?.id],
    purpose: 'All fields',
  };
  await call(invitations, 'POST', directory, full);
  const made: { invitation: { id: string } } = await call(invitations, 'POST', directory, {
    email,
    displayName: 'Bare',
  });
  const one = { ...directory, id: made.invitation.id };
  await call(`${invitations}/{id}`, 'GET', one);
  await call(`${invitations}/{id}/revoke`, 'POST', one, {});
  const other: { invitation: { id: string } } = await call(invitations, 'POST', directory, {
    email,
    displayName: 'Bare',
  });
  await control(url, 'POST', `/invitations/${other.invitation.id}/accept`, {});
  await call(`${invitations}/{id}`, 'GET', { ...directory, id: other.invitation.id });
  for (const statusFilter of ['PENDING', 'ACCEPTED', 'REVOKED', 'EXPIRED']) {
    const body = { directoryAppId: app_id, statusFilter: `LOCAL_INVITATION_STATUS_${statusFilter}`, pageSize: 100 };
    await call('/api/v1/search/local-directory-invitations', 'POST', {}, body);
  }
  await call('/api/v1/search/local-directory-invitations', 'POST', {}, {});
}

async function control(url: string, method: string, path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/_sandbox${path}`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file] = process.argv.slice(2);
  if (file === undefined) {
    console.error('Which description? Give the path of the vendor’s OpenAPI file: npm run conformance -- FILE.yaml');
    process.exit(2);
  }
  run(file).then(
    (clean) => {
      console.log(clean ? 'Every answer fits the description.' : 'Some answers do not fit the description.');
      process.exit(clean ? 0 : 1);
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
