// What the newest part's files are about, and what secrets are called in them.
const split = (text) => text.split(' ');
const list = (text) => text.split(/,\s*/);

export const words = {
  nouns: split(
    'shipment tariff warehouse forecast survey patient clinic lesson exam tenant lease meter turbine reading pallet voucher refund audience campaign feed segment playlist episode podcast stream transcript dataset pipeline crawler inventory roster shift ticketing harvest greenhouse ferry cabin locker kiosk terminal beacon gateway firmware telemetry radar appointment prescription donation auction bidder escrow mortgage claim policy quote dispatch courier depot fleet',
  ),
  verbs: split(
    'assign archive enqueue import export normalize reindex migrate notify poll purge reconcile replay restore rotate schedule scrape stage submit subscribe toggle track transform upsert watch rebuild compute estimate',
  ),
  adjectives: split(
    'stale cold warm nightly weekly regional legacy primary secondary staging beta internal external manual nested partial draft archived production preview sandbox hourly global minimal',
  ),
  services: split(
    'plaid zoom asana hubspot datadog segment intercom mixpanel airtable amplitude braintree adyen klarna deepl openweather tomtom rapidapi newsapi tmdb spotify strava trello contentful sanity vonage messagebird rollbar snyk artifactory nexus',
  ),
  orgs: split('Halden Vantaa Corvid Lumenar Brightmoor Tessera Quillon Ostara Pinecrest Rivermark'),
  users: split(
    'administrator svc_web svc_backup dbadmin dbo etl ci_bot ubuntu oracle sysdba tomcat www integration readonly reporter monitor replicator wpuser magento odoo superuser support',
  ),
  people: split(
    'Helena Mateus Ingrid Ravi Yuki Aisha Piotr Bruno Camille Declan Elif Farid Greta Henrik Isla Joana Kofi Leila Mirek Noor Oskar Paula Quentin Rosa Stefan Tariq Ursula Viktor Wiktoria Zoe',
  ),
  domains: split(
    'halden.no corvid-labs.com lumenar.ai brightmoor.co tessera.cloud quillon.app ostara.eu pinecrest.org rivermark.ca vantaa-data.fi',
  ),
  hosts: split('sql pg mongo rabbit elastic kibana vpn gw bastion runner smtp imap files sftp legacy crm erp git wiki'),
  sentences: list(
    'rows without a region are skipped, the vendor caps this at ten per second, order matters here, remove once every client has moved, measured on the old hardware, empty means all of them, times are in UTC, runs after the import has finished, this mirrors the layout of the report, keeps the oldest entry, nobody calls this from outside, rounding is done by the caller, works around a bug in the driver, the index starts at one, ported from the old monolith',
  ),
  placeholders: list(
    'CHANGE-ME, YOUR_TOKEN_HERE, your_password_here, <insert-token>, <your-api-key>, replace-with-your-key, REPLACE_WITH_SECRET, my_api_key, yourpassword, TBD, N/A, fillmein, __API_KEY__, %%SECRET%%, @@TOKEN@@, xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, xxxxxxxxxxxxxxxxxxxx, ****************, <secret>, [REDACTED], 00000000-0000-0000-0000-000000000000, YOUR-CLIENT-SECRET, enter_your_secret, add-your-key-here, some-secret-value, ..., <MASKED>, your-256-bit-secret, <PASSWORD>, CHANGEIT, my-super-secret-key, <token from step 2>, XXXXXXXXXXXX, ENTER_PASSWORD',
  ),
  dummies: list(
    'password, secret, test, testing, pass, changeme, changeit, hunter2, foobar, qwerty, letmein, 123456, 12345678, abc123, password1, test123, pass123, topsecret, mysecret, mypass, p4ssw0rd, dummy, fake, sekret, qux, bogus, invalid, wrong, not-a-real-token, fake-token, test-token, some-token, token, tok, bar',
  ),
};

/** Names, as words; a template or a language says how they are written. */
export const names = {
  pwname: list(
    'password, password, password, password, passwd, passwd, pass, pwd, pwd, user passwd, db passwd, db password, dbpw, mysql pwd, sql password, sa password, oracle password, jdbc password, datasource password, connection password, broker password, kafka password, elastic password, sftp password, imap password, mailer password, smtp pass, account password, portal password, login pwd, login pass, admin passwd, admin password, superuser password, root pass, wlan password, wpa passphrase, hotspot password, keystore pass, truststore password, cert password, pfx password, p12 password, archive password, backup password, encryption password, tunnel password, router password, camera password, rtsp password, device password, tomcat password, jenkins password, grafana password, service account password, initial password, default pwd, remote password, share password, smb password, contrasenia, palavra passe, passwort, motdepasse, wachtwoord, lozinka, parola, kata sandi, mat khau, jelszo, adgangskode, passord',
  ),
  keyname: list(
    'api key, api key, apikey, api token, api secret, access token, auth token, token, secret, client secret, client secret, app secret, app token, application key, api access key, private api key, server key, server token, project token, workspace token, account token, account secret, user token, partner key, partner secret, vendor key, gateway key, gateway secret, payment secret, merchant secret, ingest key, ingest token, write key, upload token, upload secret, callback secret, webhook token, webhook key, verification token, hook secret, relay token, agent token, agent key, join token, cluster token, runner token, registration token, ci token, registry token, package token, feed token, device key, device token, function key, sas key, shared access key, storage account key, translator key, maps key, weather key, sms key, sms secret, captcha secret, push key, fcm server key, vapid private key, oauth client secret, oauth token, consumer secret, x api key',
  ),
  cryptoname: list(
    'session secret, cookie key, cookie signing key, jwt key, jwt signing key, jwt secret, jwt secret, token signing key, token key, signature key, signature secret, hmac secret, mac key, payload key, crypt key, crypto secret, encryption key, encryption key, encryption secret, data key, data encryption key, column key, field encryption key, master secret, master encryption key, vault key, aes secret, aes256 key, cipher secret, secret key, app key, application secret, secret key base, csrf key, xsrf secret, state secret, nextauth secret, auth secret, refresh secret, refresh token secret, access token secret, otp secret, totp secret, two factor secret, shared key, preshared key',
  ),
  saltname: list(
    'password salt, pw salt, hash salt, salt, salt, static salt, global salt, user salt, site salt, app salt, pepper, password pepper, secret pepper, hash pepper, signing salt, encryption salt, kdf salt, pbkdf2 salt, hashid salt, hmac salt, url salt, download salt, order hash salt',
  ),
};
