-- Links that open an account, in emails that were sent or given up before. A step of its own: emails are written meanwhile.
UPDATE email_messages
SET html = regexp_replace(html, 'token=[A-Za-z0-9_-]+', 'token=•••', 'g'),
    body_text = regexp_replace(body_text, 'token=[A-Za-z0-9_-]+', 'token=•••', 'g')
WHERE template IN ('verify_email', 'reset_password', 'invitation') AND state <> 'queued';
