/**
 * Import zones: which room may know which (ARCHITECTURE.md, "One direction"). Types count like values: a room that knows
 * another's shapes depends on it. Test files are held to the same zones, with a few doors of their own.
 */
const TEST = '\\.test\\.tsx?$';
/** What the core may compute with: libraries that know no network, file or clock. Each is named here on purpose. */
const PURE = '^node_modules/(csv-parse|email-providers|fastest-levenshtein|punycode\\.js|re2js|tldts|unhomoglyph)/';
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule('no-cycles', 'A circle has no first file to read.', {}, { circular: true }),
    rule('resolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    rule(
      'declared-packages',
      'What is imported is listed in package.json; what the app needs is no devDependency.',
      { path: '^(app|components|lib)/|^(proxy|instrumentation)\\.ts$', pathNot: TEST },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/@fontsource-variable/' },
    ),
    rule(
      'core-is-pure',
      'lib/invitations imports zod, a few pure libraries and its own files: it runs anywhere, and is tested with nothing around it.',
      { path: '^lib/invitations/', pathNot: TEST },
      { pathNot: ['^lib/invitations/', '^lib/action-state\\.ts$', '^node_modules/zod/', PURE] },
    ),
    rule(
      'tables-stay-on-the-server',
      'Public suffixes, confusable letters and providers of mail weigh more than a page: no component may reach them.',
      { path: '^components/', pathNot: TEST },
      { path: PURE, reachable: true },
    ),
    rule(
      'states-are-plain',
      'What actions and pages hand each other is made of the core’s types only.',
      { path: '^lib/action-state\\.ts$' },
      {
        pathNot: [
          '^lib/invitations/(errors|fields|invitation|lookalike-warning)\\.ts$',
          '^lib/invitations/(rules/verdict|requests/(view|fields))\\.ts$',
        ],
      },
    ),
    rule(
      'components-know-shapes-only',
      'A component gets actions and data as props; of the core it knows what is safe in a browser.',
      { path: '^components/', pathNot: TEST },
      {
        path: '^(lib|app|sandbox|scripts|e2e)/',
        pathNot: [
          '^lib/invitations/(fields|form-data|email|mailbox|invitation|lookalike-warning|policy|desk|legal|reason|ledger-states)\\.ts$',
          '^lib/invitations/(rules/(document|hold|verdict|reason-words)|requests/(record|view|fields)|telling/kinds)\\.ts$',
          '^lib/invitations/bulk/(batch|batches|addresses|looks-like-many|people-fields|grid|progress-view)\\.ts$',
          '^lib/action-state\\.ts$',
        ],
      },
    ),
    rule(
      'primitives-know-nothing',
      'components/ui knows nothing of invitations, nor of the features built from it.',
      { path: '^components/ui/' },
      { path: '^(lib|app|components)/', pathNot: '^components/ui/' },
    ),
    rule(
      'upstream-knows-ports',
      'The client of ConductorOne knows the port it fills, and nothing else of the product.',
      { path: '^lib/conductorone/', pathNot: TEST },
      {
        path: '^(lib|app|components)/',
        pathNot: ['^lib/conductorone/', '^lib/secret\\.ts$', '^lib/invitations/(ports|invitation|errors)\\.ts$'],
      },
    ),
    rule(
      'store-knows-the-ledger',
      'The store keeps what the core’s ledger describes, and knows no verb.',
      { path: '^lib/db/', pathNot: TEST },
      {
        path: '^(lib|app|components)/',
        pathNot: [
          '^lib/db/',
          '^lib/invitations/(ports|invitation|errors|email|ledger|ledger-states|protocol|match|reference|double|revoke-protocol|upstream-status|reading|familiar|desk|cursor|audit-book|ticket)\\.ts$',
          '^lib/invitations/(rules/(document|verdict|accounts|policy-book)|requests/(record|protocol|requests)|telling/(kinds|deliveries|webhooks|letters))\\.ts$',
          '^lib/invitations/bulk/(batch|batches|mending|plans|runs)\\.ts$',
        ],
      },
    ),
    rule(
      'webhooks-know-deliveries',
      'The courier of webhooks knows the port it fills, and nothing else of the product.',
      { path: '^lib/webhooks/', pathNot: TEST },
      {
        path: '^(lib|app|components)/',
        pathNot: ['^lib/webhooks/', '^lib/invitations/(ports|telling/(tell|webhooks))\\.ts$'],
      },
    ),
    rule(
      'jobs-know-the-clock',
      'The schedule says when; what is done then comes in as a function.',
      { path: '^lib/jobs/', pathNot: TEST },
      { path: '^(lib|app|components)/', pathNot: ['^lib/jobs/', '^lib/invitations/ports\\.ts$'] },
    ),
    rule(
      'mail-knows-letters',
      'Mail knows the port it fills and how an address is written; never a verb, the store or the upstream.',
      { path: '^lib/mail/', pathNot: TEST },
      {
        path: '^(lib|app|components)/',
        pathNot: [
          '^lib/mail/',
          '^lib/secret\\.ts$',
          '^lib/invitations/(mailer|ports|email|mailbox)\\.ts$',
          '^lib/invitations/telling/(letters|tell)\\.ts$',
        ],
      },
    ),
    rule(
      'letters-are-pure',
      'A template turns data into text and HTML; it runs anywhere and is tested with nothing around it.',
      { path: '^lib/mail/templates/', pathNot: TEST },
      { pathNot: ['^lib/mail/templates/', '^lib/invitations/email\\.ts$'] },
    ),
    rule(
      'auth-knows-who',
      'Signing in knows the actor’s shape, configuration and log; never a verb or the upstream.',
      { path: '^lib/auth/', pathNot: TEST },
      {
        path: '^(lib|app|components)/',
        pathNot: [
          '^lib/auth/',
          '^lib/(clock|context|env|log|request)\\.ts$',
          '^lib/invitations/(invitation|policy)\\.ts$',
        ],
      },
    ),
    rule(
      'nothing-knows-routes',
      'Routes are the outermost: only they import each other.',
      { path: '^(lib|components|sandbox|e2e|scripts)/' },
      { path: '^app/' },
    ),
    rule(
      'product-knows-no-stand-in',
      'The product never imports the sandbox, a script or a test: it must not know that it is being tried.',
      { path: '^(app|components|lib)/|^(proxy|instrumentation|next\\.config)\\.ts$' },
      { path: '^(sandbox|scripts|e2e)/' },
    ),
    rule(
      'stand-in-knows-no-product',
      'The sandbox imports nothing of the product, so that one misunderstanding cannot satisfy both sides.',
      { path: '^sandbox/' },
      { path: '^(app|components|lib|scripts|e2e)/|^proxy\\.ts$' },
    ),
    rule(
      'adapters-are-named-once',
      'Only lib/context.ts says which adapters the product runs on, and lib/start.ts what runs beside the requests.',
      {
        path: '^(app|components|lib)/|^proxy\\.ts$',
        pathNot: ['^lib/(context|start)\\.ts$', '^lib/(conductorone|db|jobs|mail|webhooks)/', TEST],
      },
      {
        path: '^lib/((conductorone|db|jobs|mail|webhooks)/|catalog\\.ts$|rate-limit\\.ts$)',
        pathNot: '^lib/(conductorone/config|mail/config|webhooks/target)\\.ts$|^lib/mail/templates/',
      },
    ),
    rule(
      'configuration-has-one-reader',
      'lib/env.ts alone asks the upstream’s and the mail’s configuration to be read.',
      { path: '^(app|components|lib)/', pathNot: ['^lib/env\\.ts$', '^lib/(conductorone|mail)/', TEST] },
      { path: '^lib/(conductorone|mail)/config\\.ts$' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.usher|next-env\\.d\\.ts)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
