import { declareReasons } from '../../server/declareReasons';
import { changed, decided, noted, quoting, refused } from '../../server/reasonKinds';

/** The reason codes of the external platform. */
export const PLATFORM_REASONS = declareReasons('platform', {
  'platform.home': decided('The platform shows its validation requests and the caught mails.'),
  'platform.mail': decided('The platform shows a caught mail.'),
  'platform.shown': decided('The platform shows a validation request.'),
  'platform.asked': quoting(changed('A validation was requested.')),
  'platform.asked.again': quoting(decided('The same validation was requested before and still waits for an answer.')),
  'platform.approved': changed('The request was approved.'),
  'platform.refused': changed('The request was refused, and the callback has error=access_denied.'),
  'platform.browser-sent': quoting(decided('The browser was redirected to the callback address.')),
  'platform.called': quoting(decided('The platform called the callback address itself.')),
  'platform.delayed': noted('The platform waited for the requested delay.'),
  'platform.answer-given-up': refused('Nobody was waiting any more for the answer of the platform.'),
  'platform.answer-missing': refused('The form of the platform did not say whether to approve or to refuse.'),
  'platform.callback-foreign': refused('The callback address leads to another machine.'),
  'platform.callback-malformed': refused(
    'The callback address is not a complete http or https address, or contains a user name.',
  ),
  'platform.callback-missing': refused('The request has no callback address.'),
  'platform.mail-unknown': refused('There is no mail with this id.'),
  'platform.validation-unknown': refused('There is no validation with this id.'),
});
