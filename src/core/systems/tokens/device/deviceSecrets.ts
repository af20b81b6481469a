import { readRefresh } from './appAnswers';
import type { DeviceState } from './deviceState';

/** All tokens in a state: those that the app has, has sent, and has not been told yet. */
export function deviceSecrets(state: DeviceState): readonly string[] {
  const { tokens, late } = state;
  const coming = late.flatMap((each) => {
    const result = each.call === null ? readRefresh(state, each) : undefined;
    return result?.kind === 'renewed' ? [result.tokens.access, result.tokens.refresh] : [];
  });
  const all = [tokens?.access, tokens?.refresh, ...late.map(({ access }) => access), ...coming];
  return [...new Set(all.filter((each) => typeof each === 'string'))];
}
