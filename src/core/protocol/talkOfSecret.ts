/** What a text has in the place of a secret that is not there, or is not told. */
const NOTHING =
  /^(?:null|nil|none|undefined|true|false|n\/a|\(none\)|[•*…._-]*|\$\{[^{}]*\}|\{\{[^{}]*\}\}|<[^<>]*>|\$\w+|(?:VALUE|FILE)[.,:;)!?]{0,3})$/i;
/** What is said of a secret in one word. */
const STATES = new Set(
  [
    'required needed necessary mandatory optional missing empty blank unset absent unknown undefined invalid valid incorrect correct wrong',
    'expired expires expiring revoked refused rejected denied accepted failed failure mismatch hidden masked redacted protected encrypted',
    'hashed changed unchanged updated created deleted removed disabled enabled locked set used unused weak strong short long ok okay yes no',
    'here below above again forgotten lost found pending error default text string number boolean',
    'requis obligatoire manquant invalide facultatif incorrecte erforderlich fehlt ungueltig falsch leer optional obligatorio incorrecta',
  ].flatMap((line) => line.split(' ')),
);
/** Small words, of which sentences are made and secrets are not. */
const SMALL = new Set(
  [
    'a an the is are was were be been has have had must may might can cannot could should shall will would do does did not no',
    'of to in on at by for from with without than as or and if it its this that your my our their you we they please enter use',
    'too very only at least most more less one two le la les un une des du de est sont doit pas der die das ein eine ist sind muss nicht',
  ].flatMap((line) => line.split(' ')),
);
const WORD = /^[“‘"'(]?\p{Lu}?\p{Ll}*(?:['’-]\p{Ll}+)*[)”’"',.;:!?…]{0,3}$/u;
/** Terms of those who talk about secrets. */
const TERM = /^(?:base64(?:url)?|utf-8|json|jwt|pin|otp|url|oauth|http)[),.;:!?]{0,3}$/i;
const AMOUNT = /^\d{1,3}[),.;:!?%]?$/;
const COUNT = /^\d{1,4}$/;
const SEVERAL = /(?<!pas)s$/i;
/** No sentence that is looked at is longer. */
const LONGEST = 400;

/** Whether nothing is told in the place of a secret. */
export function isNothing(value: string): boolean {
  return NOTHING.test(value.trim());
}

/** Whether a word is one of those with digits or capitals that say what a secret is made of. */
export function isTermOfSecrets(word: string): boolean {
  return TERM.test(word);
}

/**
 * Whether what stands behind the name of a secret talks about it: nothing, a word of its state, or a sentence, which has plain words
 * only and a small one such as `is` or `must` among them. A number under a name of several is how many there are.
 */
export function talksOfSecret(value: string, name = ''): boolean {
  const text = value.trim().replace(/[\s,.;:!?)\]}]+$/, '');
  if (isNothing(value) || NOTHING.test(text)) return true;
  if (COUNT.test(text) && SEVERAL.test(name)) return true;
  if (STATES.has(text.toLowerCase())) return true;
  if (text.length > LONGEST) return false;
  const words = text.split(/[\s/]+/);
  if (words.length < 2 || !words.every((word) => WORD.test(word) || TERM.test(word) || AMOUNT.test(word))) return false;
  return (
    AMOUNT.test(words[0] ?? '') ||
    words.some((word) => {
      const plain = word.toLowerCase().replace(/[^\p{L}]+/gu, '');
      return SMALL.has(plain) || STATES.has(plain);
    })
  );
}
