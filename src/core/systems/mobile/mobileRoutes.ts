/** The routes of mobile apps, as the journal names them. The server also has the activation link, whose path can be chosen. */
export const MOBILE_ROUTES = [
  'POST /mobileapp/$authenticate',
  'POST /mobileapp/$verify',
  'POST /mobileapp/$logout',
  'POST /mobileapp/$userInfo',
  'POST /mobileapp/$action/*',
  'POST /mobileapp/$upload',
  'GET /mobileapp/$catalog',
  'GET /mobileapp/$catalog/$all',
  'GET /mobileapp/$info',
  'GET /mobileapp/$info/:part',
  'GET /mobileapp/$info/sessionInfo/id/:id',
  'DELETE /mobileapp/$info/sessionInfo/id/:id',
  'GET /mobileapp/$licensecheck',
  'GET /mobileapp',
  'GET /mobileapp/',
  'GET /4dwebtest',
] as const;
