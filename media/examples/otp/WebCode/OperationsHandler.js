const WAITING = 'Waiting for the external platform';

export class OperationsHandler {
  /**
   * The callback of the external platform, both ways: with `$4DSID` the session is restored before this runs, with `state`
   * it is restored here. Either way the step in the storage tells that this is the session that has asked.
   * @param {IncomingMessage} request
   */
  handleOperation({ urlQuery: { state, error } }) {
    const isRefused = state !== undefined && !Session.restore(state);
    const answer = new OutgoingMessage();
    const { operation } = Session.storage;
    if (isRefused || operation?.step !== WAITING) {
      answer.setStatus(403);
      answer.setBody('Invalid token');
      return answer;
    }
    // As OAuth has it: the platform says why it did not validate.
    Use(operation, () => {
      operation.step = error === undefined ? 'Validated' : 'Refused';
    });
    const who = Session.userName === '' ? 'guest' : Session.userName;
    answer.setBody(
      `The operation “${operation.name}” of ${who} has been ${error === undefined ? 'validated' : 'refused'}`,
    );
    return answer;
  }
}
