import type { MutantKind } from './mutants';

/** Changes of the manifest that the check does not see. */
export interface Unseen {
  readonly kinds: readonly MutantKind[];
  readonly places: RegExp;
  readonly why: string;
}

const ANY: readonly MutantKind[] = [
  'misspelt',
  'another',
  'other value',
  'other sense',
  'gone',
  'one more',
  'doubled',
  'swapped',
  'nothing',
];
/** A list, and the number of an element. */
const ELEMENT = String.raw`(colors|commands|keybindings|languages|submenus|viewsWelcome|walkthroughs(/\d/steps)?|(menus|views|viewsContainers)/.+)/\d+`;

/** What no check can see, or another one does, and why. */
export const UNSEEN: readonly Unseen[] = [
  {
    kinds: ANY,
    places: new RegExp(`^contributes/${ELEMENT}/(title|category|contents|label|name|contextualTitle|description)( |$)`),
    why: 'A text: manifest.test.ts holds texts against package.nls.json, and the words are for people to judge.',
  },
  {
    kinds: ANY,
    places:
      /^(displayName|description|contributes\/configuration\/\d+\/title|capabilities\/\w+\/description|contributes\/walkthroughs\/\d\/(title|description))( |$)/,
    why: 'A text, as above.',
  },
  {
    kinds: ANY,
    places:
      /^contributes\/configuration\/\d+\/properties\/.*\/(markdownDescription|patternErrorMessage|order|defaultSnippets|keywords)(\/| |$)/,
    why: 'What a person reads in the settings and finds them by, and in which order: nothing of it decides about a value.',
  },
  {
    kinds: ['another'],
    places: /^contributes\/colors\/\d+\/defaults\/\w+$/,
    why: 'Another colour in the right form: colours.test.ts measures each.',
  },
  {
    kinds: ['misspelt'],
    places: /^contributes\/mcpServerDefinitionProviders\/\d+\/label$/,
    why: 'A text, as above.',
  },
  {
    kinds: ANY,
    places: /^contributes\/languageModelTools\/\d+\/icon$/,
    why: 'VS Code alone knows its codicons.',
  },
  {
    kinds: ['swapped'],
    places: /^contributes\/languageModelTools\/\d+$/,
    why: 'VS Code finds each by its name.',
  },
  {
    kinds: ['misspelt'],
    places: /^contributes\/taskDefinitions\/\d+\/properties\/\w+\/markdownDescription$/,
    why: 'A text, as above.',
  },
  {
    kinds: ['misspelt'],
    places: /^contributes\/problemMatchers\/\d+\/(label|owner|source|pattern\/regexp)$/,
    why: 'Label and source are texts, the owner only keeps problems of one source together, and findingsMatcher.test.ts tries the pattern with lines.',
  },
  {
    kinds: ['swapped'],
    places: /^contributes\/configuration\/\d+$/,
    why: 'settingSuggestions.test.ts says which section is first.',
  },
  {
    kinds: ['gone'],
    places: /\/markdownEnumDescriptions$/,
    why: 'Values need no description. Where they have one, each has its own.',
  },
  {
    kinds: ['gone'],
    places: /^contributes\/configuration\/\d+\/properties\/.*\/type$/,
    why: 'Beside a list of values the type goes without saying; everywhere else its loss is seen.',
  },
  {
    kinds: ANY,
    places: new RegExp(`^contributes/(${ELEMENT}|walkthroughs/\\d)/(icon|media|configuration)(/| |$)`),
    why: 'A file or a codicon: manifest.test.ts looks for the files; VS Code alone knows its codicons.',
  },
  {
    kinds: ANY,
    places: new RegExp(`^contributes/${ELEMENT}/(group|visibility|key|mac|aliases)(/| |$)`),
    why: 'Where something stands, by which key it is called, what a language is called: no code has it too.',
  },
  {
    kinds: ['misspelt', 'gone', 'one more'],
    places: /^contributes\/languages\/0\/filenamePatterns(\/|$)/,
    why: 'manifest.test.ts tries the pattern with names.',
  },
  {
    kinds: ['misspelt', 'another', 'gone', 'one more', 'swapped'],
    places: /^activationEvents(\/\d+)?$/,
    why: 'manifest.test.ts tries the patterns with folders; those of which another one takes all are a matter of speed.',
  },
  {
    kinds: ['gone'],
    places: /^contributes\/(menus\/.+|keybindings\/\d+|viewsWelcome\/\d+)$/,
    why: 'That a command stands in a menu, or has a key, is said in the manifest alone, as long as all that is declared to be asked for still is.',
  },
  {
    kinds: ['gone'],
    places: /^contributes\/commands\/\d+\/enablement$/,
    why: 'When a command is offered is said in the manifest alone; it refuses by itself what it must not do.',
  },
  {
    kinds: ['another'],
    places:
      /^contributes\/(menus\/.+\/(command|submenu)|keybindings\/\d+\/command|viewsWelcome\/\d+\/view|.+\/(when|enablement) \S+)$/,
    why: 'One that is declared for another that is: which command or submenu a menu has, for which rows and when, is said in the manifest alone, and whether the command can do something with such a row is in types, which are gone at run time. A token of another view, and a key or a value that nothing else asks for, are seen.',
  },
  {
    kinds: ['other sense'],
    places:
      /^contributes\/(commands|menus|keybindings|viewsWelcome)\/.*(when|enablement) (==|!=|&&|\|\||!|true|false) at \d+$/,
    why: 'Which way a clause asks is said in the manifest alone: the tests in VS Code see whether a menu has its commands.',
  },
  {
    kinds: ['swapped'],
    places:
      /^(capabilities\/untrustedWorkspaces\/restrictedConfigurations|contributes\/(colors|commands|languages|grammars|snippets|submenus|jsonValidation|keybindings))\/\d+$/,
    why: 'VS Code finds each of them by its id, by the name of a file, or by a key and a condition that no other has.',
  },
  {
    kinds: ['swapped'],
    places: /^contributes\/(menus\/.+|views\/.+|viewsWelcome)\/\d+$/,
    why: 'In a menu the group says where a command stands. Of the welcomes of a view one is shown at a time. The order of views is said in the manifest alone.',
  },
  {
    kinds: ['misspelt', 'gone', 'one more', 'swapped'],
    places: /^(keywords|categories)(\/\d+)?$/,
    why: 'By which words a person finds the extension: no code has them too.',
  },
  {
    kinds: ANY,
    places: /^files(\/|$)/,
    why: 'test/tarball looks at what is in the package, and tries it.',
  },
  {
    kinds: ANY,
    places: /^(scripts|devDependencies|overrides|allowScripts)(\/|$)/,
    why: 'npm alone reads it, when somebody builds or tests. manifest.test.ts holds allowScripts against the lock file.',
  },
];
