import { nearestName } from '../../core/base/nearestName';
import { phraseText } from '../../core/compliance/phrase';
import { syntaxPhrase } from '../../core/compliance/syntaxPhrase';
import { readJson } from '../../core/json/jsonText';
import { Lines } from '../../core/json/position';
import { schemaNameIn } from '../../core/scenario/isScenario';
import { type MisspeltMark, misspeltMark } from '../../core/scenario/misspeltMark';
import type { ScenarioDamage } from '../../core/scenario/scenarioDamage';

const DAMAGES: Readonly<Record<ScenarioDamage, string>> = {
  empty: 'is empty; write a scenario in it',
  binary: 'is no text in UTF-8; save it as one',
  cutOff: 'is cut off, as its last bracket or quote is missing; mend it',
  noJson: 'is no JSON; mend it',
};

/** What makes a file one of this product. */
const MARKS = ['steps', 'actors', 'server', '$schema'];

/** What is wrong with a file. The two are followed by other ways out. */
export function damageWords(file: string, damage: ScenarioDamage): string {
  return `${file} ${DAMAGES[damage]}`;
}

/** Why a file that somebody has meant as a scenario is none. Another way out follows. */
export function misspeltWords(file: string, { name, meant }: MisspeltMark): string {
  return `${file} is no scenario, as “${meant}” may be meant by “${name}”; mend that`;
}

/** Why a file that was named, and is not damaged, is no scenario of ours. */
export function foreignWords(file: string, text: string, product: string): string {
  const misspelt = misspeltMark(text);
  if (misspelt && schemaNameIn(text) !== undefined) return `${misspeltWords(file, misspelt)}, or give another file`;
  if (schemaNameIn(text) !== undefined) {
    return `${file} is no scenario of ${product}, as its "$schema" is another one; leave it out, name scenario.schema.json in it, or give another file`;
  }
  const marks = 'one has "steps", and "actors" or "server", or names scenario.schema.json as its "$schema"';
  return `${file} is no scenario of ${product}: ${marks}; ${mendWords(text.replace(/^\ufeff/, ''))}, or another file`;
}

function mendWords(text: string): string {
  const { root, stop } = readJson(text);
  if (stop) {
    const { line, character } = new Lines(text).positionAt(stop.offset);
    const why = phraseText(syntaxPhrase(stop, text)).replace(/\.$/, '');
    return `line ${line + 1}, character ${character + 1}: ${why}; mend it, give it those`;
  }
  const names = [...(root?.members?.keys() ?? [])];
  const mark = misspeltMark(text);
  const misspelt = names.flatMap((name) => {
    const meant = mark?.name === name ? mark.meant : nearestName(name, MARKS);
    return meant === undefined || names.includes(meant) ? [] : [`“${meant}” may be meant by “${name}”; `];
  });
  return `${misspelt.join('')}give it those`;
}
