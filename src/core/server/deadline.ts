/** A moment in virtual time at which something ends by itself. */
export interface Deadline {
  /** The kind of what ends, as its system calls it: `otp`, `webSession`, `mail`. */
  readonly kind: string;
  /** Identifies what ends among others of its kind: a passcode, a session id, an address. */
  readonly name: string;
  /** Virtual time, ISO 8601. */
  readonly at: string;
}
