import { declareReasons } from '../../server/declareReasons';
import { changed, decided, noted, refused } from '../../server/reasonKinds';

export const PROBE_REASONS = declareReasons('probe', {
  'control.probe.clear': changed('All items were taken out.'),
  'control.probe.empty': decided('There was no item to take out.'),
  'probe.listed': decided('All items were asked for.'),
  'probe.put': changed('An item was put in.'),
  'probe.there': decided('The item was there already.'),
  'probe.removed': changed('An item was removed.'),
  'probe.unknown': refused('There is no such item.'),
  'probe.unnamed': noted('The item has no name; it is called by its id.'),
});
