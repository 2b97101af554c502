// Shows how much of a file has been sent. Without it, the browser sends the form by itself.
'use strict';

(() => {
  const send = (form) => {
    const button = form.querySelector('button');
    const bar = document.createElement('progress');
    bar.setAttribute('aria-label', button.textContent);
    button.disabled = true;
    form.append(bar);
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', (sent) => {
      if (sent.lengthComputable) bar.value = sent.loaded / sent.total;
    });
    request.addEventListener('load', () => {
      if (request.status < 400) {
        location.assign(request.responseURL);
        return;
      }
      // The form again, with what was wrong.
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener('error', () => form.submit());
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'text/html');
    request.send(new FormData(form));
  };
  for (const form of document.querySelectorAll('form[enctype="multipart/form-data"]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      send(form);
    });
  }
})();
