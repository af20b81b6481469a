/** A time of the virtual clock at which something ends by itself. */
export interface Deadline {
  /** What ends, in the words of its system: `otp`, `webSession`, `mail`. */
  readonly kind: string;
  /** What tells it from its like: a passcode, a session id, an address. */
  readonly name: string;
  /** Virtual time, ISO 8601. */
  readonly at: string;
}
