/**
 * What services begin their tokens with, so that each can be told from other texts wherever it stands. The patterns have the
 * flag `g`, and read each character a bounded number of times.
 */
export const TOKEN_SHAPES: readonly RegExp[] = [
  // Stripe, OpenAI and others, whose prefix ends with a sign.
  /(?<![A-Za-z0-9])(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}|(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/=]{16,}|(?<![A-Za-z0-9])sk-(?=[\w-]{0,64}\d)[\w-]{20,}/g,
  // AWS and Google.
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{12,}|(?<![A-Za-z0-9])AIza[\w-]{30,}|(?<![A-Za-z0-9])ya29\.[\w-]{16,}/g,
  // Slack.
  /(?<![A-Za-z0-9])xox[a-z](?:\.xox[a-z])?-[\w-]{10,}|(?<![A-Za-z0-9])xapp-\d-[\w-]{10,}/g,
  // GitHub, GitLab, npm, PyPI, Hugging Face, Shopify, DigitalOcean, SendGrid.
  /(?<![A-Za-z0-9])(?:gh[a-z]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|gl[a-z]{2,4}-[\w-]{16,}|npm_[A-Za-z0-9]{24,}|pypi-[\w-]{16,}|hf_[A-Za-z0-9]{20,}|shp[a-z]{2}_[0-9A-Fa-f]{24,}|do[a-z]_v1_[0-9A-Fa-f]{32,})|(?<![A-Za-z0-9])SG\.[\w-]{16,64}\.[\w-]{16,}/g,
  // Bots of Telegram, webhooks of Slack and Discord.
  /(?<![A-Za-z0-9])(?:bot\d{5,12}:[\w-]{8,}|\d{8,12}:[\w-]{35}(?![\w-]))|(?<=hooks\.slack\.com\/(?:services|workflows)\/)[\w/]{16,}|(?<=\/api\/webhooks\/\d{10,24}\/)[\w-]{16,}/g,
  // Google, Atlassian, Notion, Linear, Figma, Databricks, Vault, Doppler, Postman, Square, age.
  /(?<![A-Za-z0-9])(?:GOCSPX-[\w-]{16,}|ATATT3[\w=-]{24,}|ntn_[A-Za-z0-9]{24,}|lin_api_[A-Za-z0-9]{24,}|figd_[\w-]{24,}|dapi[0-9a-f]{32}|hv[bsr]\.[\w-]{20,}|dp\.[a-z]{2,5}\.[A-Za-z0-9]{24,}|PMAK-[0-9a-f-]{32,}|sq0[a-z]{3}-[\w-]{20,}|AGE-SECRET-KEY-1[A-Z0-9]{40,})/g,
  // The key of a certificate, up to its end, or to that of the text or the element that has it.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^"<\]\\-]|\\+[^"\\]|-(?!----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----))*(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g,
];

/** Base32, as authenticators have their keys: capital letters with some of the digits 2 to 7 between them. */
const BASE32 = /(?<![A-Za-z0-9_-])[A-Z2-7]{16,128}={0,6}(?![A-Za-z0-9_=-])/g;
const DIGIT_BETWEEN = /[A-Z][2-7]+[A-Z]+[2-7]/;
const FEWEST_KINDS = 8;

/** The places of keys in base32. A word in capital letters, or a number, is none. */
export function base32Places(text: string): { start: number; end: number }[] {
  return [...text.matchAll(BASE32)].flatMap(({ 0: run, index }) => {
    const signs = run.replace(/=+$/, '');
    const isKey = signs.length % 8 !== 1 && DIGIT_BETWEEN.test(signs) && new Set(signs).size >= FEWEST_KINDS;
    return isKey ? [{ start: index, end: index + run.length }] : [];
  });
}
