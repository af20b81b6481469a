/** An app for one platform. It has one application folder. */
export interface SampleApplication {
  readonly platform: 'iOS' | 'Android';
  /** Empty for Android. */
  readonly teamId: string;
  readonly id: string;
  readonly name: string;
}

const TEAM = 'K7Q2M9X4TB';

/** The applications of every sample, the most used first. Every kind of folder name that 4D makes occurs. */
const FIRST: readonly SampleApplication[] = [
  { platform: 'iOS', teamId: TEAM, id: 'com.example.fieldservice', name: 'Field Service' },
  // The Android app of the same project. Its folder is named by the package alone.
  { platform: 'Android', teamId: '', id: 'com.example.fieldservice', name: 'Field Service' },
  { platform: 'iOS', teamId: 'UTT7VDX8W5', id: 'com.contactApp.Contact', name: 'Contact' },
  { platform: 'Android', teamId: '', id: 'com.example.zaiko', name: '在庫管理' },
  // What the mobile editor writes for a project without a team.
  { platform: 'iOS', teamId: 'FAKETEAMID', id: 'com.example.prototype', name: 'My First App' },
  { platform: 'iOS', teamId: TEAM, id: 'com.example.reisekosten', name: 'Überstunden & Reisekosten' },
  { platform: 'Android', teamId: '', id: 'com.example.sales_orders', name: 'Sales Orders' },
  {
    platform: 'iOS',
    teamId: 'P3RZ8LW6VN',
    id: 'com.example.interventions-atelier',
    name: 'Gestion des interventions, des pièces détachées et des véhicules – édition Île-de-France',
  },
];

const PRODUCTS = ['Inventory', 'Deliveries', 'Timesheets', 'Inspections', 'Meetings', 'Fleet', 'Orders', 'Rounds'];
const PLACES = ['North', 'South', 'Harbour', 'Airport', 'Campus', 'Clinic', 'Depot', 'Museum', 'Stadium'];

/** A number of applications. They are always the same, in the same order. */
export function sampleApplications(count: number): SampleApplication[] {
  return Array.from({ length: count }, (_, i) => FIRST[i] ?? further(i - FIRST.length));
}

function further(index: number): SampleApplication {
  const product = PRODUCTS[index % PRODUCTS.length] as string;
  const place = PLACES[index % PLACES.length] as string;
  const round = Math.floor(index / (PRODUCTS.length * PLACES.length));
  const id = `com.example.${place.toLowerCase()}.${product.toLowerCase()}${round === 0 ? '' : round + 1}`;
  const name = `${place} ${product}`;
  return index % 3 === 1 ? { platform: 'Android', teamId: '', id, name } : { platform: 'iOS', teamId: TEAM, id, name };
}
