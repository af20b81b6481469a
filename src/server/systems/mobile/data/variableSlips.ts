import { nearestWord } from '../../../../core/base/nearestWord';
import { pointerOf } from '../../../../core/json/pointer';
import { isRecord } from '../../../../core/session/sessionFields';
import type { MobileDataAnswer, MobileDataFile } from '../../../../core/systems/mobile/mobileData';
import { variableIn } from '../../../../core/systems/mobile/mobileData';

/** A text that looks like a variable and is none, or stands where variables are not filled. */
export interface VariableSlip {
  /** JSON Pointer of the text, or of the member whose name it is. */
  readonly pointer: string;
  /** One sentence, without its full stop. */
  readonly reason: string;
}

/** What people write for a variable, and the variable. */
const WORDS: Readonly<Record<string, 'email' | 'userInfo'>> = {
  email: 'email',
  mail: 'email',
  userInfo: 'userInfo',
  user: 'userInfo',
};
const LIKE_A_VARIABLE = /\{\{[^{}]{0,200}\}\}/g;
const MOST_SLIPS_TOLD = 5;

/** The first slips in a file, each text once. */
export function variableSlips(file: MobileDataFile): readonly VariableSlip[] {
  const slips = new Map<string, VariableSlip>();
  for (const slip of allSlips(file)) {
    if (!slips.has(slip.reason)) slips.set(slip.reason, slip);
    if (slips.size >= MOST_SLIPS_TOLD) break;
  }
  return [...slips.values()];
}

function* allSlips(file: MobileDataFile): Iterable<VariableSlip> {
  // What a real server has sent may have such texts for a purpose of its own.
  const isRecorded = file.recorded === true;
  yield* misspelt(file.path, '/path', isRecorded);
  for (const [at, answer] of file.answers.entries()) yield* slipsOf(answer, `/answers/${at}`, isRecorded);
}

function* slipsOf(answer: MobileDataAnswer, pointer: string, isRecorded: boolean): Iterable<VariableSlip> {
  const { query, after, headers, body, text, file, literal = false } = answer;
  yield* inTexts(query, `${pointer}/query`, isRecorded);
  yield* unfilled({ after, headers, file }, pointer, '');
  if (literal) return;
  yield* inTexts(body, `${pointer}/body`, isRecorded);
  yield* inTexts(text, `${pointer}/text`, isRecorded);
}

function* inTexts(value: unknown, pointer: string, isRecorded: boolean): Iterable<VariableSlip> {
  if (typeof value === 'string') yield* misspelt(value, pointer, isRecorded);
  else if (Array.isArray(value)) {
    for (const [at, each] of value.entries()) yield* inTexts(each, `${pointer}/${at}`, isRecorded);
  } else if (isRecord(value)) {
    for (const [name, each] of Object.entries(value)) {
      const below = `${pointer}${pointerOf([name])}`;
      for (const [found] of name.matchAll(variableIn())) {
        yield { pointer: below, reason: `“${found}” is in the name of a member, where variables are not filled` };
      }
      yield* inTexts(each, below, isRecorded);
    }
  }
}

/** Variables that stand where there are none. */
function* unfilled(value: unknown, pointer: string, member: string): Iterable<VariableSlip> {
  if (typeof value === 'string') {
    for (const [found] of value.matchAll(variableIn())) {
      yield { pointer, reason: `“${found}” is in “${member}”, where variables are not filled` };
    }
  } else if (isRecord(value)) {
    for (const [name, each] of Object.entries(value)) {
      yield* unfilled(each, `${pointer}${pointerOf([name])}`, member === '' ? name : member);
    }
  }
}

function* misspelt(text: string, pointer: string, isRecorded: boolean): Iterable<VariableSlip> {
  for (const [found] of text.matchAll(LIKE_A_VARIABLE)) {
    const [variable] = found.match(variableIn()) ?? [];
    if (variable === found) continue;
    const inner = found.slice(2, -2);
    const meant = meantBy(inner) ?? (isRecorded ? undefined : memberNamed(inner));
    if (meant === undefined && isRecorded) continue;
    const hint = meant === undefined ? 'if that is meant, set “literal”' : `“${meant}” may be meant`;
    yield { pointer, reason: `“${found}” is no variable, so it stands for itself; ${hint}` };
  }
}

function meantBy(inner: string): string | undefined {
  const parts = inner.split('.').map((part) => part.trim());
  const trimmed = `{{${parts.join('.')}}}`;
  if (trimmed.match(variableIn())?.[0] === trimmed) return trimmed;
  const words = parts.map((part) => WORDS[nearestWord(part, Object.keys(WORDS)) ?? '']);
  // `session.email` is the e-mail, and `user.country` a member of `userInfo`.
  if (words.at(-1) === 'email') return '{{email}}';
  const at = words.lastIndexOf('userInfo');
  if (at < 0) return undefined;
  const rest = parts.slice(at + 1);
  return `{{${['userInfo', ...(rest.length > 0 ? rest : ['NAME'])].join('.')}}}`;
}

function memberNamed(inner: string): string | undefined {
  const name = inner.trim();
  return /^[\w-]+(?:\.[\w-]+)*$/.test(name) ? `{{userInfo.${name}}}` : undefined;
}
