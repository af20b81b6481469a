/** The routes of a 4D web server, as the journal names them. What the project handles itself is below `/*`. */
export const WEB_ROUTES = [
  'GET /*',
  'POST /*',
  'GET /4DACTION/*',
  'POST /4DACTION/*',
  'POST /rest/$catalog/authentify',
  'POST /rest/$directory/login',
  'GET /rest/$catalog',
  'GET /rest/$catalog/$all',
  'GET /rest/$catalog/*',
  'GET /rest/$info',
  'GET /rest/$info/sessionInfo',
  'GET /rest/$getWebForm',
  'GET /rest/$singleton/:className/:method',
  'POST /rest/$singleton/:className/:method',
] as const;
