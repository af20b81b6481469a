import type { RecordedExchange } from '../protocol/recordedExchange';
import { headerValues } from '../scenario/facts';
import { type RecordOptions, recordedScenario } from '../scenario/record';
import { placesIn } from '../scenario/template';
import { textsIn } from '../scenario/textsIn';

/**
 * The last exchange and those before it whose answers gave what it sends, in their order.
 * @param isThere whether there is a step of an exchange already, which has what it needs
 */
export function givers(
  exchanges: readonly RecordedExchange[],
  options: RecordOptions,
  isThere: (exchange: RecordedExchange) => boolean,
): readonly RecordedExchange[] {
  const { steps } = recordedScenario(exchanges, options);
  const last = exchanges.length - 1;
  const found = new Set<number>();
  const rest = [last];
  for (let at = rest.pop(); at !== undefined; at = rest.pop()) {
    const exchange = exchanges[at];
    if (!exchange || found.has(at)) continue;
    found.add(at);
    if (at < last && isThere(exchange)) continue;
    const names = [...textsIn(steps[at]?.request)].flatMap(({ text }) => placesIn(text).map(({ name }) => name));
    rest.push(
      ...names.map((name) => steps.findIndex(({ take = {} }) => Object.hasOwn(take, name))),
      ...cookiesOf(exchange).map((cookie) =>
        exchanges.slice(0, at).findLastIndex((each) => cookiesFrom(each).includes(cookie)),
      ),
    );
  }
  return [...found].sort((one, other) => one - other).map((at) => exchanges[at] as RecordedExchange);
}

function cookiesOf({ request }: RecordedExchange): string[] {
  return headerValues(request.headers, 'cookie').flatMap((text) => text.split(';').map((each) => each.trim()));
}

function cookiesFrom({ response }: RecordedExchange): string[] {
  return headerValues(response.headers, 'set-cookie').map((text) => text.replace(/;.*$/s, '').trim());
}
