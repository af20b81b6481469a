import type { StepSource } from './scenarioSource';

/** The places in a step that name actors. */
export function actorsIn({ from, to, over, request, event, expect }: StepSource): [pointer: string, name: string][] {
  const named: [string, string | undefined][] = [
    ['/from', from],
    ['/to', to],
    ['/request/as', request?.as],
    ['/expect/device/of', expect?.device?.of],
    ['/event/clearCookies/actor', event && 'clearCookies' in event ? event.clearCookies.actor : undefined],
    ['/event/writeCookie/actor', event && 'writeCookie' in event ? event.writeCookie.actor : undefined],
    ['/event/closeBrowser/actor', event && 'closeBrowser' in event ? event.closeBrowser.actor : undefined],
    ...(over ?? []).map((name, at): [string, string] => [`/over/${at}`, name]),
  ];
  return named.filter((each): each is [string, string] => each[1] !== undefined);
}
