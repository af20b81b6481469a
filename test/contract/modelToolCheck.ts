import { isDeepStrictEqual } from 'node:util';
import { agentTools } from '../../src/agent/agentTools';
import type { AgentWorkplace } from '../../src/agent/agentWorkplace';
import { ToolBox } from '../../src/agent/toolBox';
import type { Declared } from './declared';
import type { Manifest, ModelToolEntry } from './manifestShape';

/** Holds what the manifest tells language models of the tools against what agents are told of them elsewhere. */
export class ModelToolCheck {
  private readonly wanted: ReadonlyMap<string, Omit<ModelToolEntry, 'icon'>>;

  private readonly ids: readonly string[];

  constructor({ modelTools }: Declared) {
    const ids = new Map(modelTools);
    this.ids = [...ids.values()];
    const idOf = (name: string) => ids.get(name) ?? `${name}, which is not declared`;
    const box = new ToolBox({} as AgentWorkplace, idOf);
    const entries = agentTools().map((tool) => {
      const { name, description, input, effects } = box.listed(tool);
      return {
        name,
        toolReferenceName: tool.name,
        displayName: `%tool.${tool.name}.title%`,
        userDescription: `%tool.${tool.name}.description%`,
        modelDescription: description,
        inputSchema: { ...input },
        canBeReferencedInPrompt: true as const,
        tags: ['session-workbench'],
        // Where nothing may be changed, no model need know of it.
        ...(!effects.readOnlyHint && { when: 'isWorkspaceTrusted' }),
      };
    });
    this.wanted = new Map(entries.map((entry) => [entry.name, entry]));
  }

  problems({ contributes }: Manifest): string[] {
    const found = contributes.languageModelTools.map(({ icon: _, ...rest }) => rest);
    const names = found.map(({ name }) => name);
    return [
      ...this.ids.flatMap((id) => (this.wanted.has(id) ? [] : `Agents have no tool for ${id}.`)),
      ...found.flatMap((each) =>
        isDeepStrictEqual(each, this.wanted.get(each.name)) ? [] : `${each.name} is another tool.`,
      ),
      ...[...this.wanted.keys()].flatMap((name) =>
        names.includes(name) ? [] : `The tool ${name} is not in the manifest.`,
      ),
      ...(new Set(names).size < names.length ? ['A tool is there twice.'] : []),
    ];
  }
}
