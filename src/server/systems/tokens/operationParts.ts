import type { Kernel } from '../../kernel/system/kernel';
import type { KeptSessions } from './keptSessions';
import type { NewTokens } from './newTokens';
import type { TokensSettings } from './tokensSettings';
import type { TokensUsers } from './tokensUsers';

/** What the operations on sessions work with. */
export interface OperationParts {
  readonly kernel: Pick<Kernel, 'store' | 'clock' | 'random'>;
  readonly settings: TokensSettings;
  readonly users: TokensUsers;
  readonly held: KeptSessions;
  readonly tokens: NewTokens;
}
