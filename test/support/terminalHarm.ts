import fc from 'fast-check';

/**
 * What in a text could do something to a terminal, or to the CI server that reads it. Written after what these do, and not
 * after the code that is tested.
 */
export function terminalHarm(output: string): string[] {
  const controls = [...output.matchAll(CONTROLS)].map(
    ({ 0: char, index }) =>
      `U+${(char.codePointAt(0) ?? 0).toString(16)} after ${JSON.stringify(output.slice(0, index))}`,
  );
  return [...controls, ...output.split('\n').filter(isCommand)];
}

/** The same, but for the annotations that the format `github` is made of. */
export function terminalHarmBesideAnnotations(output: string): string[] {
  const isMeant = (line: string) => /^::(?:error|notice) file=[^\r\n:,]*(?:,\w+=[^:,]*)+::(?!.*##\w*\[)/.test(line);
  return terminalHarm(output).filter((each) => !isMeant(each));
}

/** Control characters except line ends, and all that hides, reorders or ends a line, whatever stands beside it. */
const CONTROLS = new RegExp(
  [
    '(?!\\n)[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]',
    // No width.
    '[\\u00ad\\u115f\\u1160\\u200b\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\u{e0000}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}]',
    '\\u034f|\\u17b4|\\u17b5|\\u180e',
    // Another direction.
    '[\\u061c\\u200e\\u200f\\u202a-\\u202e]',
    // What belongs to a letter or a sign, without one.
    '(?<!\\p{sc=Han})[\\u{e0100}-\\u{e01ef}]',
    '(?<=[ -~\\n])[\\u200c\\u200d\\ufe00-\\ufe0d]',
    '(?<=[A-Za-z -"\\n])[\\ufe0e\\ufe0f]',
  ].join('|'),
  'gu',
);

function isCommand(line: string): boolean {
  return COMMANDS.some((command) => command.test(line));
}

/** How each server finds its commands in a line. */
const COMMANDS: readonly RegExp[] = [
  // GitHub, src/Runner.Common/ActionCommand.cs: `TryParseV2` trims white space of .NET before it, which U+0085 is too.
  /^[\s\u0085\u180e\u200b]*::/,
  // The same file, `TryParse`, and Azure Pipelines, src/Agent.Sdk/CommandPlugin: anywhere in the line.
  /##\[/,
  /##vso\[/i,
  // TeamCity: "Service messages".
  /##teamcity\[/i,
  // GitLab, lib/gitlab/ci/ansi2json: it also looks for the escape sequence, which the controls above are about.
  /section_(?:start|end):/,
  // Travis, travis-web: log-folder.js.
  /travis_(?:fold|time):/,
  // Buildkite: "Managing log output".
  /^(?:---|\+\+\+|~~~|\^\^\^)(?:\s|$)/,
];

/** Pieces of which each means something to a terminal, to a CI server or to a notation. */
export const FRAGMENTS: readonly string[] = [
  ...['::error::x', '::error title=a,file=b::c', '::stop-commands::t', '::add-mask::s', '::', ':', '%0A::error::x'],
  ...['##[error]x', '##[add-mask]y', '##vso[task.setvariable variable=a]b', '##teamcity[x]', '#', '##', '['],
  ...[
    '\u001b[0Ksection_start:1:x\r\u001b[0K',
    'section_end:1:x',
    'travis_fold:start:x',
    'travis_time:',
    '--- x',
    '---',
  ],
  ...[
    '\u001b]0;title\u0007',
    '\u001b]8;;http://a\u001b\\',
    '\u001b[2J',
    '\u001b[8mha:AAAA\u001b[0m',
    '\u009b31m',
    '\u009d0;x\u009c',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\u0085',
    '\u2028',
    '\u2029',
    '\v',
    '\f',
    '\t',
    '\b\b\b',
    '\0',
    '\u007f',
    ' ',
    '  ',
    '\u00a0',
  ],
  ...[
    '\u202e',
    '\u2066',
    '\u2069',
    '\u200e',
    '\u061c',
    '\u200b',
    '\u200d',
    '\u200c',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u034f',
  ],
  ...['\ufe0f', '\u180e', '\u3164', '\u{e0041}', '\u{e0100}', '\ufff9', '\ud83d', '\ude00', '\u0301'.repeat(12)],
  ...['%', ',', '%25', '"', "'", '<', '&', ']]>', '\\', '\\u{1b}', '`', '$', 'abc', 'é', '日本', 'م', '👨‍👩‍👧', '1'],
];

/** Texts of somebody who wants to do harm. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** Names that files may have on any system but Windows: one that begins with each piece, and some of many pieces. */
export function hostileNames(): string[] {
  const some = fc.sample(hostileText, { numRuns: 10, seed: 14 });
  const names = [...FRAGMENTS, ...some].map((text) => `${text}x`.replace(/[/\0]/g, '').toWellFormed());
  return [...new Set(names)].filter((name) => Buffer.byteLength(name) < 200);
}
