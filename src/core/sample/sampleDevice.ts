import type { SessionDevice } from '../session/session';
import type { SampleRandom } from './sampleRandom';

/** A description, and two versions of its operating system. */
type Model = readonly [description: string, older: string, newer: string];

const IPHONES: readonly Model[] = [
  ['iPhone X', '11.3', '14.8.1'],
  ['iPhone 8', '13.7', '16.7.10'],
  ['iPhone SE (2nd generation)', '15.4', '17.6.1'],
  ['iPhone 12 mini', '15.4', '17.2'],
  ['iPhone 13', '16.1.2', '17.5'],
  ['iPhone 14 Pro Max', '16.6', '18.1'],
  ['iPhone 15', '17.4', '18.1'],
  ['田中さんのiPhone', '17.5.1', '18.0'],
];

const IPADS: readonly Model[] = [
  ['iPad (9th generation)', '15.4', '17.1'],
  ['iPad Air (5th generation)', '16.2', '17.6.1'],
  ['iPad Pro (12.9-inch) (6th generation)', '16.5', '18.1'],
  ['iPad de l’atelier de réparation – bâtiment C, deuxième étage, à côté de la machine à café', '17.1', '17.4'],
];

const ANDROIDS: readonly Model[] = [
  ['Pixel 3a', '29 (Android Q)', '31 (Android S)'],
  ['Pixel 7', '33 (Android T)', '34 (Android U)'],
  ['SM-G991B', '31 (Android S)', '34 (Android U)'],
  ['SM-T500', '30 (Android R)', '31 (Android S)'],
  ['Nokia 5.3', '29 (Android Q)', '31 (Android S)'],
  ['ONEPLUS A6003', '28 (Android P)', '30 (Android R)'],
];

const HEX = '0123456789ABCDEF';

/** A device as an iOS app describes it to the server. */
export function iosDevice(random: SampleRandom, simulator: boolean): SessionDevice {
  const tablet = random.chance(25);
  const [description, ...versions] = random.pick(tablet ? IPADS : IPHONES);
  const version = random.pick(versions);
  // Apps made before 2022 do not send the operating system. They describe a simulator by its model alone.
  const old = Number.parseInt(version, 10) < 15;
  return {
    description: simulator && !old ? `Simulator (${description})` : description,
    version,
    id: simulator || random.chance(70) ? uuid(random) : random.base64(128),
    ...(!old && { os: tablet ? 'iPadOS' : 'iOS' }),
    ...(simulator && { simulator }),
    // Added after the login: an APNs token, or its substitute on a simulator.
    ...(random.chance(35) && { token: simulator ? 'booted' : random.hex(64) }),
  };
}

/** A device as an Android app describes it to the server. */
export function androidDevice(random: SampleRandom): SessionDevice {
  const [model, ...versions] = random.pick(ANDROIDS);
  const version = random.pick(versions);
  const simulator = random.chance(15);
  return {
    id: random.hex(16),
    simulator,
    description: simulator ? 'Simulator' : model,
    // Older apps send only the SDK number.
    version: random.chance(10) ? Number.parseInt(version, 10) : version,
    os: 'Android',
    ...(random.chance(35) && {
      token: `${random.base64(22).replace(/[+/]/g, '_')}:${random.base64(134).replace(/[+/]/g, '-')}`,
    }),
  };
}

function uuid(random: SampleRandom): string {
  const groups = [random.text(8, HEX), random.text(4, HEX), `4${random.text(3, HEX)}`];
  return [...groups, `${random.text(1, '89AB')}${random.text(3, HEX)}`, random.text(12, HEX)].join('-');
}
