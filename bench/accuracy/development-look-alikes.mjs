// What the development part tempts a scanner with. $N a noun, $M with a capital, $V a verb, $S a service,
// $T $U $W a word for a secret, small, with a capital, and in capitals.

// Lines of text, not strings in brackets: what follows 'password' in a list is not its value.
const lines = ({ raw }) =>
  raw[0]
    .trim()
    .split('\n')
    .map((line) => line.trim());

export const lookAlikes = {
  secretWords: lines`
    password
    token
    secret
    key
    credential
    passphrase
    auth
  `,
  messages: lines`
    Please enter your $T
    The $T you entered is incorrect
    Your $T has been changed
    Invalid $T. Try again.
    $U is required
    $U must not be empty
    Password must contain at least one digit, one letter and one symbol (!@#$%)
    Passwords do not match
    New $T
    Confirm $T
    Show $T
    Copy $T to clipboard
    The $T for this $N could not be found
    Cannot $V $N: missing $T
    No $T given, using the default
    Geben Sie Ihr Passwort ein
    Das Passwort ist falsch
    Mot de passe incorrect
    Veuillez saisir votre mot de passe
    Introduzca su contraseña
    La contraseña no coincide
    Digite sua senha
    Senha inválida
    Wpisz hasło
    Введите пароль
    Неверный пароль
    请输入密码
    パスワードを入力してください
    비밀번호를 입력하세요
    Wachtwoord vergeten?
    Şifrenizi girin
    e.g. MyP@ssw0rd
    Error 401: bad $T
    unexpected token < in JSON at position 0
    API key for the $N service
    Sign in with your $N account
    Keep this $T safe, it is shown only once
    Last used: never
    8-20 characters
  `,
  labels: lines`
    Password
    Passwort
    Mot de passe
    Senha
    Contraseña
    Hasło
    Пароль
    API Key
    Secret
    Token
    Access token
    Kennwort
    Wachtwoord
    密码
    Clave de acceso
    Lösenord
    Client secret
  `,
  calls: lines`
    get$U($N)
    load$U()
    $N.get$U()
    $N.get("$T")
    await $N.$V$U(id)
    generate$U(32)
    decrypt($N.$T)
    config.get("$N.$T")
    Config.$V("$N.$T", null)
    read_$T("$N")
    input("$U: ")
    prompt("$U")
    hash($T + salt)
    encrypt($N, $T)
    base64.encode($T)
    vault.read("$N/$T")
    new $M$U()
    new $UProvider($N)
    $U.from($N)
    $V_$T(request)
    secrets["$N-$T"]
    str(uuid4())
    randomBytes(16)
    $N.headers["x-$T"]
    parse$U(line.split(":")[1])
    validate($T) ? $T : null
    $N.find(x => x.$T === $T)
    sha256($N + $T).hexdigest()
    mock.MagicMock()
    form.cleaned_data["$T"]
    argv.$T || env.$W
    $N["$T"]
    options[$N_$T]
    request.form["$T"].trim()
  `,
  phpCalls: lines`
    $_POST["$T"]
    $this->get$U()
    $this->$T
    $config["$N"]["$T"]
    getenv("$W")
    md5($T . $salt)
    $request->input("$T")
    password_hash($plain, PASSWORD_DEFAULT)
    $row["$T"]
    trim($_GET["$T"])
    config("services.$N.$T")
    $$T
    Str::random(40)
    null
  `,
  members: lines`
    self.$T
    this.$T
    this.state.$T
    this.$N.$T
    $N.$T
    $N_$T
    $N$U
    settings.$W
    config.$N.$T
    options.$T
    props.$T
    DEFAULT_$W
    Constants.$W_$S
    user.$T_hash
    $M.$U
    args.$T
    _$T
    null
    None
    undefined
    nil
    true
    false
    $T
    m_$T
    new$U
    current$U
    $S_$W
  `,
  idents: lines`
    $T
    $N_$T
    $N-$T
    $N.$T
    $N$U
    $M$U
    x-$N-$T
    X-$M-$U
    $V_$T
    $T_$V
    $N:$T
    $N.$T.$V
    $T_field
    id_$T
    new-$T
    current-$T
    reset_$T
    $N/$T
    $W
    $W_EXPIRED
    INVALID_$W
    ERR_$W_MISSING
    auth/wrong-$T
    com.acme.$N.$T
    @$N/$T
    user[$T]
    --$T
    $Tv2
    $N_$N_$T
    oauth2_$T
    grant_type=$T
    btn-show-$T
    urn:ietf:params:oauth:token-type:jwt
    tab-$N-$N
    HMAC-SHA256
    aes-256-gcm
    PBKDF2WithHmacSHA1
    RSA/ECB/PKCS1Padding
    bearer
    client_credentials
    AES/CBC/PKCS5Padding
    application/x-www-form-urlencoded
    AllowedCharactersInUserName
  `,
  types: lines`
    string
    String
    str
    Optional[str]
    SecretStr
    char *
    std::string
    byte[]
    $UProvider
    $M$U
    I$UStore
    Promise<$U>
    string | null
    List<$U>
    varchar(255)
    $UType.$M
    Record<string, $U>
    CancellationToken
    Uint8Array
    boolean
  `,
  files: lines`
    /etc/$N/$T.txt
    /run/secrets/$N_$T
    certs/$N.key
    ~/.ssh/id_$N
    ./$T.json
    C:\\$M\\$T.dat
    /var/lib/$N/.$T
    config/$T.yml.enc
    file:///opt/$N/$T
    classpath:$N-$T.jks
    $N/$N.pem
    ../$T/index.js
    /$N/{env}/$T
  `,
  urls: lines`
    https://auth.acme.io/oauth2/$T
    /api/v1/$T/refresh
    https://acme.io/account/$T?next=/$N
    /$N/:id/$T
    https://docs.acme.io/$T#$N
    http://localhost:8080/$T
    https://login.acme.io/reset?$T={$T}
    postgres://localhost:5432/$N
    redis://cache:6379/1
    amqp://guest@localhost
    ldaps://ldap.acme.io:636
    git@github.com:acme/$N-$T.git
    https://github.com/acme/$N.git
  `,
  settings: lines`
    8
    16
    32
    3600
    86400
    12
    30d
    15m
    true
    false
    1000
    RS256
    HS512
    bcrypt
    argon2id
    sha256
    vault
    keychain
    required
    optional
    disabled
    strict
    header
    cookie
    /$N
    never
    auto
    SHA-512
    AES128
  `,
  secretNames: lines`
    $N-$T
    $N-$N-$T
    prod/$N/$T
    $N_$T_v2
    kv-$N-$T
    $N-tls
    $N-registry-$T
    $M$USecret
    projects/$N/secrets/$T
    secret/data/$N
    $N-db-$T
    ssm:/$N/prod/$T
    alias/$N-key
    $T-$N-2024
    op://$N/$T/value
  `,
};
