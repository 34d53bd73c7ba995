// What the held-back part tempts a scanner with; $N and the others as in development-look-alikes.mjs.

// Lines of text, not strings in brackets: what follows 'password' in a list is not its value.
const lines = ({ raw }) =>
  raw[0]
    .trim()
    .split('\n')
    .map((line) => line.trim());

export const lookAlikes = {
  secretWords: lines`
    passwd
    pwd
    accessToken
    apiKey
    secret
    login
    cookie
    signature
    token
    password
  `,
  messages: lines`
    Wrong username or password.
    Choose a password you do not use elsewhere
    This $T expired at {0}
    Could not $V the $T, please retry
    Your session token is no longer valid
    Repeat password
    Old password
    Type the code from your phone
    Must be between 10 and 64 characters
    At least one of: A-Z, 0-9, #?!
    Password strength: weak
    Paste your API key here
    The secret is stored in the vault
    Forgot it? Click here
    Le mot de passe doit contenir 8 caractères
    Mot de passe oublié
    Passwort vergessen
    Bitte Kennwort bestätigen
    Contraseña actual
    Olvidé mi contraseña
    Confirme a nova senha
    Inserisci la password
    La password non è corretta
    Podaj hasło jeszcze raz
    Забыли пароль?
    Повторите пароль
    忘记密码
    新しいパスワード
    비밀번호 확인
    Nhập mật khẩu
    รหัสผ่าน
    كلمة المرور
    Unable to find key {key} in $N
    Missing required option --$T
    invalid_token: the access token is malformed
    $M requires a $T
    Tokens remaining: %d
    %s is not a valid key for $N
  `,
  labels: lines`
    New password
    Neues Kennwort
    Mot de passe actuel
    Senha atual
    Jelszó
    Parola
    Adgangskode
    Salasana
    Contrasenya
    パスワード
    Secret key
    Signing secret
    API token
    Passcode
    One-time code
    Recovery key
    Heslo
  `,
  calls: lines`
    fetch$M$U()
    obtain_$T($N)
    $N.resolve("$T")
    await this.$N.$V()
    os.environ.get("$W_$S")
    System.getProperty("$N.$T")
    lookup("$T", $N)
    read_file("/etc/$N")
    Faker::Internet.$T
    faker.random_string()
    $N.with$U($T)
    CryptoJS.MD5($N).toString()
    uuid.v4()
    crypto.createHash("sha256")
    jwt.decode($T)
    bcrypt.hashSync($T, 10)
    cookies.get("$N_$T")
    sessionStorage.getItem("$T")
    ssm.get_parameter(Name="/$N/$T")
    click.prompt("$U", hide_input=True)
    match.group("$T")
    row[3]
    $T.substring(0, 8)
    Optional.ofNullable($T)
    ctx.value($TKey{})
    $V($T, "$N")
    func() string { return $T }
    TokenFactory.create($N)
    pem.load($N_file)
    urlParams.get("$T")
    data.$N.$T
  `,
  phpCalls: lines`
    $_SERVER["PHP_AUTH_PW"]
    $_SESSION["$T"]
    $request->get("$T")
    Session::get("$T")
    get_option("$N_$T")
    $user->$T
    sha1($T)
    $options["$T"] ?? ""
    wp_generate_password(24)
    $argv[1]
    openssl_random_pseudo_bytes(16)
    filter_input(INPUT_POST, "$T")
    $this->config->get("$N.$T")
    false
  `,
  members: lines`
    this._$T
    self._$N_$T
    $N?.$T
    $M.DEFAULT_$W
    cfg.$N$U
    opts["$T"]
    that.$T
    App.Config.$U
    process.env.$S_$W
    ENV_$W
    k$M$U
    _$N$U
    vm.$T
    ctx.$T
    base.$U
    scope.$T
    ""
    ''
    0
    void 0
    nullptr
    nothing
    Nothing
    empty
    oldPassword
    tmpPassword
    $T2
    the$U
  `,
  idents: lines`
    get-$T
    $N.$N.$T
    $M.$U.Label
    input_$T
    txt$U
    $T_hash
    $T-input
    $TChanged
    on$U
    lbl_$T_$N
    X-$M-Request-Token
    access_token
    refresh_token
    authorization_code
    urn:$N:$T
    $N::$T
    $S_$W_NAME
    ResetPasswordAsync
    UserTokenRepository
    require-$T
    no-$T
    $T.invalid
    $T.too.short
    __$T__
    sha512WithRSAEncryption
    ECDSA_P256_SHA256
    HmacSHA512
    chacha20-poly1305
    SCRAM-SHA-256
    x509_ca
    security.oauth2.resource
    AntiForgeryToken
    .AspNetCore.Cookies
    XSRF-TOKEN
    PHPSESSID
    password_reset_requested
    onPasswordVisibilityToggle
  `,
  types: lines`
    text
    NSString *
    Secret<String>
    dict[str, $U]
    Maybe Text
    ArrayBuffer
    SecureString
    const char *
    Either[Error, $U]
    z.infer<typeof $T>
    &str
    Vec<u8>
    Arc<$M$U>
    Credentials
    uuid
    jsonb
    HiddenField
    $UFactory
    Callable[[], str]
    () => $U
  `,
  files: lines`
    /opt/$N/conf/$T
    $HOME/.config/$N/$T
    C:/Users/Public/$N.pfx
    /etc/pki/tls/private/$N.key
    resources/$T.properties
    gs://$N-$N/$T.json
    s3://$N/keys/$T
    /tmp/$N.$T
    %APPDATA%/$M/$T.xml
    tests/data/$T_sample.pem
    /dev/urandom
    $N/__init__.py
  `,
  urls: lines`
    https://sso.halden.eu/realms/$N/protocol/openid-connect/token
    /account/$T/change
    https://api.quillon.io/v2/$T
    https://veldt.nl/help/$T.html
    ws://127.0.0.1:9000/$N
    mongodb://mongo:27017/$N
    mysql://$N-db/$N
    ssh://git@git.corvane.ca:2222/$N.git
    jdbc:h2:mem:$N
    jdbc:postgresql://pg:5432/$N
    smtp://mail:25
    https://accounts.ostara.com/o/oauth2/auth
    nats://broker:4222
  `,
  settings: lines`
    24
    64
    7200
    600
    5m
    1h
    on
    off
    yes
    ES256
    pbkdf2
    scrypt
    md5
    env
    file
    query
    none
    immutable
    lax
    PT1H
    0
    -1
    sliding
    plain
    encrypted
    128
    base64
  `,
  secretNames: lines`
    $N/$T
    $N-$N
    $N-service-account
    $M-$U
    $N-$T-rotation
    dev/$N/$T
    $N_pull_secret
    $N-letsencrypt
    vault:$N#$T
    arn:aws:secretsmanager:eu-west-1:123456789012:secret:$N
    azurekv://$N/$T
    $N.$T.sops
    /prod/$N/$T
    cert-manager-$N
  `,
};
