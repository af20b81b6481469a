/**
 * POST /4DACTION/validateOperation: asks the external platform of the dev session server to validate an operation. The one-time passcode goes along,
 * in the callback address or as the platform's own parameter `state`, and comes back to OperationsHandler.
 */
export function validateOperation() {
  const { operation = '', way = '$4DSID' } = webGetVariables();
  Use(Session.storage, () => {
    Session.storage.operation = { name: operation, step: 'Waiting for the external platform' };
  });
  const otp = Session.createOTP();
  const isDirect = way === '$4DSID';
  const address = `${webIsSecuredConnection() ? 'https' : 'http'}://${webGetHttpHeader('Host')}/my4DApp/completeOperation`;
  const callback = isDirect ? `${address}?$4DSID=${otp}` : address;
  const state = isDirect ? '' : `state=${otp}&`;
  webSendHttpRedirect(`${Workbench.platformUrl}/validate?${state}redirect_uri=${encodeURIComponent(callback)}`);
}
