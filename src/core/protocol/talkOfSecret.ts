import { foldedName, wordsOfName } from './nameWords';

/** What a text has in the place of a secret that is not there, or is not told. */
const NOTHING =
  /^(?:null|nil|none|undefined|true|false|n\/a|\(none\)|[•*…._-]*|\$\{[^{}]*\}|\{\{[^{}]*\}\}|<[^<>]*>|\$\w+|(?:VALUE|FILE)[.,:;)!?]{0,3})$/i;
/** What is said of a secret in one word. Letters have no accents here. */
const STATES = new Set(
  [
    'required needed necessary mandatory optional missing empty blank unset absent unknown undefined invalid valid incorrect correct wrong',
    'expired expires expiring revoked refused rejected denied accepted failed failure mismatch hidden masked redacted protected encrypted',
    'hashed changed unchanged updated created deleted removed disabled enabled locked set used unused weak strong short long ok okay yes no',
    'here below above again forgotten lost found pending error default text string number boolean',
    'strict visible shown stored saved verified active inactive sent done successful never twice toggled renewed rotated success fails works',
    'vorhanden geandert unbekannt ja nein masque connu oui non cambiada desconocida si gewijzigd ontbreekt nee inconnu expire change obrigatoria sbagliata пусто vide strict stricte court defini definie errone verlangt gesetzt kurz streng schwach stark abgelaufen anders',
    'corta larga vacia definida curta longa vazia invalida lunga vuota errata scaduta kort leeg onjuist verplicht ongeldig',
    'неверный неверно пустой обязателен истек задан',
    'requis obligatoire manquant invalide facultatif incorrecte erforderlich fehlt ungueltig falsch leer optional obligatorio incorrecta',
  ].flatMap((line) => line.split(' ')),
);
/** Small words, of which sentences are made and secrets are not. */
const SMALL = new Set(
  [
    'a an the is are was were be been has have had must may might can cannot could should shall will would do does did not no',
    'of to in on at by for from with without than as or and if it its this that your my our their you we they please enter use',
    'too very only at least most more less one two le la les un une des du de est sont doit pas der die das ein eine ist sind muss nicht',
    'zu trop demasiado muito troppo te non не слишком il faut see ask',
  ].flatMap((line) => line.split(' ')),
);
const WORD = /^[“‘"'(]?\p{Lu}?\p{Ll}*(?:['’-]\p{Ll}+)*[)”’"',.;:!?…]{0,3}$/u;
/** Terms of those who talk about secrets. */
const TERM = /^(?:base64(?:url)?|utf-8|json|jwt|pin|otp|url|oauth|http)[),.;:!?]{0,3}$/i;
const AMOUNT = /^\d{1,3}[),.;:!?%]?$/;
const COUNT = /^\d{1,4}$/;
const MOST_OF_STATE = 3;
const SEVERAL = /(?<!pas)s$/i;
/** The same in scripts without spaces between words, where no letter of another script stands. */
const SCRIPT = /^\d{0,2}[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\s。、…]+$/u;
const SCRIPT_STATE =
  /[未不無无必空短長长弱強强錯错誤误済]|設定|设置|変更|更改|なし|以上|忘れ|正し|不明|完了|成功|失敗|失败|以下|文字|桁|ください|有効|有效|입력|切れ|过期|필수|없|오류|만료|설정|변경/;
/** What has the name of a secret in front of it and is none: `Password length`, `Passwortlänge`. */
const HEAD =
  /(?:変更|設定|長さ|ポリシー|ルール|长度|策略|规则|길이|정책)$|(?:^|(?:word|wort|code)s?)(?:length|login|protection|visibility|toggle|box|gesetzt|geandert|cambiada|expires|quality|entropy|settings|wechsel|prufung|reglas|strength|lifetime|expir(?:y|ation)|ages?|complexity|polic(?:y|ies)|rules?|counts?|tests?|requirements?|hints?|types?|formats?|status|history|managers?|resets?|changes?|rotation|refresh|validation|checks?|screens?|pages?|dialogs?|links?|e?mails?|errors?|attempts|tries|retries|left|limits?|size|store|name|lange|regeln?|richtlinien?|starke|vergessen|longueur|politi(?:que|ca)|regles?|oublie|longitud|olvidada|lengte|beleid|vergeten|lunghezza)$/;
/** What stands between such a word and the name: `length of the password`. */
const OF = /(?: (?:of|du|des?|del|della|di|da|do|der|van|het|la|el|the|an?|your|my|l['’])){1,4}(?: [^ ]{1,64}){1,4}$/;
/** A garden or a service that is called secret. */
const CALLED_SECRET = /(?:^| )secret (?!(?:key|code|word|phrase|value|text|answer|access|token)s?$)[a-z]+$/;
/** What stands before a name in the title of something that is done with a secret, or without it. */
const DONE =
  /(?:^| )(?:with|without|by|using|update|no|wrong|invalid|missing|expired|empty|change|reset|forgot|forgotten)(?: [^ ]{1,64}){1,4}$/;
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
  if (text.length > LONGEST) return false;
  if (STATES.has(foldedName(text).toLowerCase())) return true;
  if (SCRIPT.test(text)) return SCRIPT_STATE.test(text);
  const words = plainWords(text);
  if (words.length < 2) return false;
  // With more words it may be a phrase: “correct horse battery staple”.
  if (AMOUNT.test(words[0] ?? '') || (words.length <= MOST_OF_STATE && words.some(isState))) return true;
  return words.some((word) => SMALL.has(lettersOf(word)));
}

/**
 * Whether the name of a secret only belongs to what is told: `Password length: 12`, `Secret Garden: opening hours`, `Login with password:
 * happy path`. What could be a secret all the same, as it has digits among letters, capitals within or signs, is one.
 * @param phrase the name, and the words before it
 */
export function isAboutOther(phrase: string, value: string): boolean {
  const text = value.trim();
  const words = text.length > LONGEST ? [] : plainWords(text);
  if (words.length === 0 && !COUNT.test(text) && !SCRIPT.test(text)) return false;
  const name = foldedName(phrase.slice(-LONGEST)).toLowerCase().trim();
  if (isHead(phrase) || (OF.test(name) && isHead(name.replace(OF, '')))) return true;
  if (words.length > 1 && CALLED_SECRET.test(name)) return true;
  return DONE.test(name) && (words.length === 2 || AMOUNT.test(text));
}

function isHead(name: string): boolean {
  return HEAD.test(wordsOfName(name).at(-1) ?? '');
}

/** The words of a text that has only plain ones, or none. */
function plainWords(text: string): string[] {
  const words = text.split(/[\s/]+/);
  return words.every((word) => WORD.test(word) || TERM.test(word) || AMOUNT.test(word)) ? words : [];
}

function isState(word: string): boolean {
  return STATES.has(lettersOf(foldedName(word)));
}

function lettersOf(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}]+/gu, '');
}
