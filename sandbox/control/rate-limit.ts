import type { OperationName } from './faults';
import type { Settings } from './settings';

/** A token bucket over all limited calls, by the machine's clock. */
export class RateLimiter {
  private level = 0;
  private checkedAt = 0;
  private rule: Settings['rateLimit'] = null;

  /** True when a call may pass under the rule; a new rule starts with a full bucket. */
  admit(rule: Settings['rateLimit'], operation: OperationName): boolean {
    if (rule === null || (rule.operations !== undefined && !rule.operations.includes(operation))) return true;
    const now = performance.now();
    const burst = rule.burst ?? Math.max(1, Math.floor(rule.perSecond));
    if (rule !== this.rule) {
      this.rule = rule;
      this.level = burst;
    } else {
      this.level = Math.min(burst, this.level + ((now - this.checkedAt) / 1000) * rule.perSecond);
    }
    this.checkedAt = now;
    if (this.level < 1) return false;
    this.level -= 1;
    return true;
  }
}
