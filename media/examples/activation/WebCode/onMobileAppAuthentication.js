/**
 * On Mobile App Authentication: sends a mail with a link, and lets the session wait until somebody has opened it.
 * @param {{ email: string, session: { id: string } }} mobileInfo
 */
export function onMobileAppAuthentication({ email, session }) {
  if (email === '') return { success: false, statusText: 'Please enter your e-mail address' };
  const transporter = smtpNewTransporter({ host: 'smtp.example.com', port: 465, user: 'contacts@example.com' });
  const status = transporter.send({
    from: 'Contacts <contacts@example.com>',
    to: email,
    subject: 'Sign in confirmation',
    htmlBody: `<p>To confirm your sign in, open <a href="${Workbench.url}/activation/${session.id}">this link</a>.</p>`,
  });
  return {
    success: status.success,
    verify: true,
    statusText: status.success ? 'Verify your email address' : status.statusText,
  };
}
