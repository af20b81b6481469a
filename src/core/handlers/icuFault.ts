import { type Phrase, phrase, phraseText, shortened } from '../compliance/phrase';

/** Why an expression cannot be translated from ICU's syntax. */
export class IcuFault extends SyntaxError {
  constructor(readonly words: Phrase) {
    super(phraseText(words));
    this.name = 'IcuFault';
  }
}

const LONGEST = 60;

/** What 4D does with this part, and JavaScript cannot do exactly. */
export function cannot(part: string): IcuFault {
  return new IcuFault(
    phrase(
      'What “{0}” means in 4D (ICU) cannot be done here exactly: write this part otherwise.',
      shortened(part, LONGEST),
    ),
  );
}

/** What 4D refuses too. */
export function notTaken(part: string): IcuFault {
  return new IcuFault(phrase('4D (ICU) does not take “{0}”: write this part otherwise.', shortened(part, LONGEST)));
}

/** A character that 4D takes only with a backslash before it. */
export function unescaped(character: string): IcuFault {
  return new IcuFault(phrase('4D (ICU) takes “{0}” for a number of times: put a backslash before it.', character));
}
