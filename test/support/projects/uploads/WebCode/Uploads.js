import crypto from 'node:crypto';

/** A handler that keeps what a form sends, as projects with file uploads have one. */
export class Uploads {
  /** @param {IncomingMessage} request */
  receive(request) {
    const response = new OutgoingMessage();
    const sent = parts();
    Use(Storage, () => {
      Storage.files = [...(Storage.files ?? []), ...sent];
    });
    response.setStatus(201);
    response.setHeader('Content-Type', 'application/json');
    response.setBody({ bytes: request.getBlob().byteLength, sent });
    return response;
  }

  list() {
    return { files: Storage.files ?? [] };
  }
}

/** What the parts of the form are: the digest tells that no byte was changed on the way. */
function parts() {
  return Array.from({ length: webGetBodyPartCount() }, (_, index) => {
    const part = webGetBodyPart(index + 1);
    const digest = crypto.createHash('sha256').update(part.contents).digest('hex');
    return { name: part.name, fileName: part.fileName, type: part.mimeType, bytes: part.contents.byteLength, digest };
  });
}
