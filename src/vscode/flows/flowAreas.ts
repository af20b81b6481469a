import { l10n } from '../host/l10n';

/** By the beginnings of their names: what the flows that ship are about, in the order of the view. */
const AREAS = {
  web: ['otp', 'email', 'login'],
  mobile: ['mobile'],
  mendix: ['mendix'],
  tokens: ['tokens'],
  cors: ['cors'],
  other: [],
} as const;
export type FlowArea = keyof typeof AREAS;

export const FLOW_AREAS = Object.keys(AREAS) as readonly FlowArea[];

/** @param stem the name of a scenario file without its ending */
export function flowAreaOf(stem: string): FlowArea {
  const [beginning = ''] = stem.split('-');
  return FLOW_AREAS.find((area) => (AREAS[area] as readonly string[]).includes(beginning)) ?? 'other';
}

export function flowAreaText(area: FlowArea): string {
  switch (area) {
    case 'web':
      return l10n.t('4D Web Sessions');
    case 'mobile':
      return l10n.t('4D Mobile Apps');
    case 'mendix':
      return 'Mendix';
    case 'tokens':
      return l10n.t('Token Sessions');
    case 'cors':
      return 'CORS';
    case 'other':
      return l10n.t('Other Flows');
  }
}
