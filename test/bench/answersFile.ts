import fs from 'node:fs';

/** What to answer, by method and path. */
export type Answers = Record<string, { readonly headers: Record<string, string>; readonly body: string }>;

/** The answers that a server of the bench is started with: its argument is a JSON file. */
export function givenAnswers(): Answers {
  return JSON.parse(fs.readFileSync(process.argv[2] as string, 'utf8')) as Answers;
}
