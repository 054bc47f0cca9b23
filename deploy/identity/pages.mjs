// What the demo's provider shows. Nothing is loaded from anywhere.
const safe = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const page = (title, body) => `<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)} – demo identity provider</title>
<style>
body { margin: 0; font: 1rem/1.5 Arial, Helvetica, sans-serif; color: #0b0c0c; overflow-wrap: break-word; }
header { background: #4c2c92; color: #fff; padding: .75rem 1rem; font-weight: bold; }
main { max-width: 48rem; margin: 0 auto; padding: 0 1rem 2rem; }
h1 { font-size: 2rem; line-height: 1.2; }
.only { background: #fff2b8; padding: .5rem .75rem; }
ul { list-style: none; padding: 0; }
li { border-top: 1px solid #b1b4b6; padding: .6rem 0; }
a { color: #1a65a6; font-weight: bold; display: inline-block; min-height: 1.5rem; }
a:focus-visible, button:focus-visible { outline: 3px solid #0b0c0c; background: #fd0; color: #0b0c0c; }
small { display: block; font-size: 1rem; color: #484f54; }
button { font: inherit; font-weight: bold; padding: .5rem 1rem; min-height: 2.5rem; }
</style>
</head>
<body>
<header>Demo identity provider</header>
<main>
<h1>${safe(title)}</h1>
${body}
</main>
</body>
</html>`;

const person = (uid) => (it) => `<li><a href="/choose/${uid}/${encodeURIComponent(it.sub)}">${safe(it.name)}</a>
  <strong>${safe(it.roles.join(', ') || 'no role')}</strong>
  <small>${safe(it.does)} (person:${safe(it.sub)}; ${safe(it.organisation)})</small></li>`;

export function chooser(response, people, uid) {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(page('Who are you?', `
<p class="only"><strong>For the demo only.</strong> Nobody is asked for a password: choose whom to be.</p>
<ul>${people.map(person(uid)).join('\n')}</ul>
<p><a href="/choose/${uid}/nobody">Nobody of these: go back</a></p>`));
}

export const leaving = (form) => page('Sign out here too?', `
<p>You are signed out of the console. While you are signed in here, anybody at this desk can go back in.</p>
${form}
<p><button autofocus type="submit" form="op.logoutForm" value="yes" name="logout">Sign out</button>
<button type="submit" form="op.logoutForm">Stay signed in here</button></p>`);

export const left = (consoleUrl) => page('You are signed out', `<p><a href="${safe(consoleUrl)}/">To the console</a></p>`);

export const errorPage = (what, consoleUrl) => page('That did not work', `
<p>${safe(what)}</p><p><a href="${safe(consoleUrl)}/">To the console</a></p>`);
