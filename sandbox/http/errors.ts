/** The gRPC codes this tenant answers with, and the HTTP status the vendor's gateway maps each to. */
export const GRPC_HTTP = {
  3: 400,
  4: 504,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  9: 400,
  12: 501,
  13: 500,
  14: 503,
  16: 401,
} as const;

export type GrpcCode = keyof typeof GRPC_HTTP;

export interface GrpcStatus {
  code: number;
  message: string;
  details: unknown[];
}

/** An error that is answered as a gRPC status in JSON: `{ code, message, details }`. */
export class GrpcError extends Error {
  readonly httpStatus: number;

  constructor(
    readonly code: GrpcCode,
    message: string,
    readonly details: unknown[] = [],
    httpStatus?: number,
  ) {
    super(message);
    this.httpStatus = httpStatus ?? GRPC_HTTP[code];
  }

  body(): GrpcStatus {
    return { code: this.code, message: this.message, details: this.details };
  }
}

/** A refused request that names the fields at fault, in the google.rpc.BadRequest detail. */
export function invalid(violations: { field: string; description: string }[]): GrpcError {
  const message = violations.map((v) => (v.field === '' ? v.description : `${v.field}: ${v.description}`)).join('; ');
  return new GrpcError(3, message, [
    { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: violations },
  ]);
}

/** The gRPC code that belongs to an HTTP status, for answers invented by a fault; 2 (unknown) when there is none. */
export function grpcCodeFor(httpStatus: number): number {
  const found = Object.entries(GRPC_HTTP).find(([, status]) => status === httpStatus);
  return found === undefined ? 2 : Number(found[0]);
}
