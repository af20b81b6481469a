import path from 'node:path';
import { phraseText } from '../core/compliance/phrase';
import { fileFaultPhrase } from '../core/files/fileFault';
import type { OtherFile } from '../core/index/sessionEntry';
import { judgeName } from '../core/session/location';
import { fileFaultSync } from './fileKind';

/** Why a link leads to nothing, in words that begin with its path and have no full stop. Undefined if it leads somewhere. */
export function brokenLinkReason(link: string): string | undefined {
  const fault = fileFaultSync(link);
  if (fault?.kind !== 'deadLink' && fault?.kind !== 'linkCircle') return undefined;
  return phraseText(fileFaultPhrase(link, fault));
}

/**
 * The links of an application folder that are named like sessions and lead to nothing. Other links are none of its sessions; in
 * place of these somebody misses one.
 * @param others what is beside the sessions in the folder
 */
export function brokenSessionLinks(
  folder: string,
  others: readonly OtherFile[],
): { readonly name: string; readonly reason: string }[] {
  return others.flatMap(({ name, kind }) => {
    if (kind !== 'link' || judgeName(name) !== 'session') return [];
    const reason = brokenLinkReason(path.join(folder, name));
    return reason === undefined ? [] : [{ name, reason }];
  });
}
