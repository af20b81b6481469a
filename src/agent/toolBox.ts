import { inOneLine } from '../core/base/fullStop';
import { visibleLines, visibleText } from '../core/base/visibleText';
import { UserFileError } from '../core/files/userFileError';
import { changedTexts } from '../core/json/changedTexts';
import { type AgentTool, type ToolAnswer, type ToolCall, ToolRefusal } from './agentTool';
import { agentTools } from './agentTools';
import type { AgentWorkplace } from './agentWorkplace';
import { coveredText } from './coveredAnswer';
import { ToolInputs } from './toolInput';

/** The outcome of a call: an answer, or one sentence with a way out. */
export type ToolOutcome = { readonly answer: ToolAnswer } | { readonly refusal: string };

/** What may be the name of a tool. */
const CAMEL_CASE = /\b[a-z]+[A-Z][A-Za-z]*\b/g;

/** The tools of one conversation, at one workplace. */
export class ToolBox {
  private readonly all = agentTools();
  private readonly inputs = new ToolInputs();
  private readonly names: ReadonlySet<string> = new Set(this.all.map(({ name }) => name));

  /** @param nameOf what a tool is called there */
  constructor(
    private readonly workplace: AgentWorkplace,
    readonly nameOf: (name: string) => string,
  ) {}

  /** Where nothing may be changed, there are only those that look. */
  get tools(): readonly AgentTool[] {
    const { isLookingOnly } = this.workplace;
    return this.all.filter(({ effects }) => !isLookingOnly || effects.readOnlyHint);
  }

  /** Words of a tool that name others, with the names that these have there. */
  told(words: string): string {
    return words.replace(CAMEL_CASE, (word) => (this.names.has(word) ? this.nameOf(word) : word));
  }

  /** What a model is told of a tool before it calls it. Any text of a schema may name another tool, too. */
  listed<T extends Pick<AgentTool, 'name' | 'description' | 'input' | 'output'>>(tool: T): T {
    const told = <S>(schema: S): S => changedTexts(schema, (words) => this.told(words));
    const { name, description, input, output } = tool;
    return {
      ...tool,
      name: this.nameOf(name),
      description: this.told(description),
      input: told(input),
      output: told(output),
    };
  }

  /**
   * Calls a tool with arguments that nobody has checked. It never rejects.
   * @param tool one of `tools`
   */
  async call(
    tool: AgentTool,
    given: unknown,
    { signal, progress }: Pick<ToolCall<unknown>, 'signal' | 'progress'>,
  ): Promise<ToolOutcome> {
    try {
      const input = this.inputs.checked(tool, given);
      const { structured, text } = await tool.use({ input, workplace: this.workplace, signal, progress });
      return { answer: { structured: shown(structured), text: visibleLines(this.told(text)) } };
    } catch (error) {
      return { refusal: this.told(coveredText(refusalOf(error))) };
    }
  }
}

/** What a tool has let through shows here, too: an agent may print any of it in a terminal. */
function shown<T>(structured: T): T {
  return changedTexts(structured, visibleLines, visibleText);
}

function refusalOf(error: unknown): string {
  if (error instanceof ToolRefusal) return error.message;
  if (error instanceof UserFileError) return `${inOneLine(error.message)}.`;
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && typeof syscall === 'string') {
    return `The system refuses it: ${inOneLine(message)}. Give another path, or change what is there.`;
  }
  return `An unexpected error, please report it: ${error instanceof Error ? inOneLine(error.message) : String(error)}.`;
}
