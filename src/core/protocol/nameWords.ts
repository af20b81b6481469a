/** Letters that have no form without their stroke or ligature in Unicode. */
const FOLDED: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  ı: 'i',
};
const ASCII = /^[\x20-\x7e]*$/;

/**
 * A name as it is meant, whatever keyboard wrote it: fullwidth and halfwidth letters are plain ones, accents and characters
 * without a width are dropped. Marks of other scripts belong to their letters, and stay.
 */
export function foldedName(name: string): string {
  if (ASCII.test(name)) return name;
  return name
    .normalize('NFKD')
    .replace(/\p{Cf}|(?<=[\p{Script=Latin}\p{Script=Greek}]|[\u0300-\u036f])[\u0300-\u036f]/gu, '')
    .normalize('NFC')
    .replace(/[łŁøØßæœđðı]/g, (letter) => FOLDED[letter] ?? letter);
}

/**
 * The words of a name in lower case, in any writing: camel case, with dashes, underscores or dots. `userPW2` has the words
 * `user` and `pw2`, and `passenger` has one.
 */
export function wordsOfName(name: string): string[] {
  return foldedName(name)
    .replace(/([\p{Ll}\d])(?=\p{Lu})/gu, '$1 ')
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}
