/** The routes of the Mendix runtime, as the journal names them. */
export const MENDIX_ROUTES = ['POST /xas/', 'POST /xas', 'GET /', 'GET /login.html', 'GET /link/*'] as const;
