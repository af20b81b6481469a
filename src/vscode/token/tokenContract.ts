import { Command } from '../contract/command';
import type { ContractPart } from '../contract/part';
import type { TreeArguments } from '../sessions/targets';

export const TOKEN_COMMANDS = {
  tokenDecode: new Command<TreeArguments>('sessionWorkbench.token.decode'),
  tokenEditDecoded: new Command<TreeArguments>('sessionWorkbench.token.editDecoded'),
  tokenRegenerate: new Command<TreeArguments>('sessionWorkbench.token.regenerate'),
} as const;

export const TOKEN_CONTRACT: ContractPart = { commands: TOKEN_COMMANDS };
