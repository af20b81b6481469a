/**
 * A program that is still writing leaves half a text for a moment. A file that changed less than this ago is checked
 * again.
 */
export const SETTLE_MS = 250;
