/**
 * POST /4DACTION/validateOperation: asks an external platform to validate an operation. The one-time passcode goes along,
 * in the callback address or as the platform's own parameter `state`, and comes back to OperationsHandler.
 */
export function validateOperation() {
  const { operation = '', way = '$4DSID', platform = '' } = webGetVariables();
  Use(Session.storage, () => {
    Session.storage.operation = { name: operation, step: 'Waiting for the external platform' };
  });
  const otp = Session.createOTP();
  const isDirect = way === '$4DSID';
  const address = `${webIsSecuredConnection() ? 'https' : 'http'}://${webGetHttpHeader('Host')}/my4DApp/completeOperation`;
  const callback = isDirect ? `${address}?$4DSID=${otp}` : address;
  if (platform === '') {
    webSendText(isDirect ? callback : `${callback}?state=${otp}`, 'text/plain; charset=utf-8');
    return;
  }
  const state = isDirect ? '' : `state=${otp}&`;
  webSendHttpRedirect(`${platform}?${state}redirect_uri=${encodeURIComponent(callback)}`);
}
