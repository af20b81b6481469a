/** Words in a path or in the name of a function that mean that somebody proves who they are. */
const PART_OF_WORD =
  /log-?on$|^log-?in|login$|^signin|signin$|signon|authenti|passw|passcode|passphrase|credential|kennwort|motdepasse|contrasen/i;
const WHOLE_WORD =
  /^(?:login|logon|signin|signup|auth|otp|totp|pin|pwd|mfa|2fa|tfa|unlock|pair|verify|activate|activation)$/i;
const FIRST_OF_TWO = /^(?:log|sign)$/i;
const SECOND_OF_TWO = /^(?:in|on|up)$/i;

/** Whether a name says that a login is meant: `login`, `signIn`, `$catalog/authentify`, `checkOTP`, `reset-password`. */
export function isLoginName(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word, at) => {
    if (WHOLE_WORD.test(word) || PART_OF_WORD.test(word)) return true;
    return FIRST_OF_TWO.test(word) && SECOND_OF_TWO.test(words[at + 1] ?? '');
  });
}

/**
 * The parts of a path of which one or more say that it is a login, and the place of the first one.
 * @returns -1 if none does
 */
export function loginSegment(segments: readonly string[]): number {
  return segments.findIndex((segment) => segment.length <= 200 && isLoginName(decoded(segment)));
}

/** The words of a name in any writing: camel case, with dashes, underscores or dots. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
