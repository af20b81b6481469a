import { changed, decided, noted, refused } from '../../server/reasonKinds';

export const PROBE_REASONS = {
  'probe.listed': decided('All items were asked for.'),
  'probe.put': changed('An item was put in.'),
  'probe.there': decided('The item was there already.'),
  'probe.removed': changed('An item was removed.'),
  'probe.unknown': refused('There is no such item.'),
  'probe.unnamed': noted('The item has no name; it is called by its id.'),
} as const;
