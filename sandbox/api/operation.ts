import type { OperationName } from '../control/faults';
import type { World } from '../world';

export interface OperationCall {
  world: World;
  params: Record<string, string>;
  query: URLSearchParams;
  /** The parsed JSON body; `{}` for a GET. */
  body: Record<string, unknown>;
}

export interface OperationResult {
  body: Record<string, unknown>;
  /** The id of an invitation that was created or changed. */
  committed?: string;
}

/** One call of the API: where it is reached, and its effect. `run` throws a GrpcError for every refusal. */
export interface Operation {
  name: OperationName;
  method: 'GET' | 'POST';
  path: string;
  run(call: OperationCall): OperationResult;
}
