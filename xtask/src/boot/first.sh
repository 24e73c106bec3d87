# From README.md: lines that begin with `sudo` stand so there or in docs/running.md, and a test sees to that.

### package and PostgreSQL
sudo apt install ./$package postgresql
active postgresql nginx

### database
sudo -u postgres createuser hurtrock
sudo -u postgres createdb --owner hurtrock hurtrock

### settings and secrets
sudoedit /etc/hurtrock/hurtrock.toml /etc/hurtrock/secrets.env
grep 'public_url = "https://toko.example"' /etc/hurtrock/hurtrock.toml
grep 'smtp://localhost:25' /etc/hurtrock/secrets.env
[ "$(stat --format '%U %G %a' /etc/hurtrock/secrets.env)" = 'root hurtrock 640' ]

### two processes and the timer
sudo systemctl enable --now hurtrock@8080 hurtrock@8081 hurtrock-backup.timer
active hurtrock@8080 hurtrock@8081 hurtrock-backup.timer
# In a time zone that nobody knows, there is no next time.
says "next backup: $(property NextElapseUSecRealtime hurtrock-backup.timer)"
[ -n "$(property NextElapseUSecRealtime hurtrock-backup.timer)" ]

### administrator
echo 'gitar merah di kamar' |
sudo hurtrock-run admin create you@example.com "Your Name"

### first backup
sudo systemctl start hurtrock-backup
ls -l /var/backups/hurtrock/hurtrock-*/backup.json

### doctor
sudo hurtrock-run doctor

### nginx
mkdir --parents $certificate
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=toko.example -addext subjectAltName=DNS:toko.example \
    -keyout $certificate/privkey.pem -out $certificate/fullchain.pem
sudo cp /usr/share/doc/hurtrock/nginx.conf /etc/nginx/conf.d/hurtrock.conf
sudoedit /etc/nginx/conf.d/hurtrock.conf
sudo nginx -t && sudo systemctl reload nginx

### pages over https
ask --fail https://toko.example/ | grep --ignore-case '<title>'
ask --fail https://toko.example/admin | grep --ignore-case '<title>'
ask --fail --header 'Content-Type: application/json' --header 'Origin: https://toko.example' \
    --data '{"login": "you@example.com", "password": "gitar merah di kamar"}' https://toko.example/api/v1/auth/sign-in
[ "$(ask --output /dev/null --write-out '%{http_code}' https://toko.example/metrics)" = 404 ]
[ "$(ask --output /dev/null --write-out '%{redirect_url}' http://toko.example/cart)" = https://toko.example/cart ]

### no more than it needs
process=$(property MainPID hurtrock@8080)
grep -E '^(NoNewPrivs|Seccomp|CapEff|CapBnd):' /proc/$process/status
[ "$(grep -c -E '^(NoNewPrivs:\s1|Seccomp:\s2|CapEff:\s0+|CapBnd:\s0+)$' /proc/$process/status)" = 4 ]
# Where it is, even root writes into its own place only, and sees no homes.
there() { nsenter --target $process --mount "$@"; }
there touch /var/lib/hurtrock/written
for place in /etc/hurtrock /usr/share/hurtrock /var/lib /var/backups/hurtrock; do
    if there touch $place/written; then exit 1; fi
done
if there ls /root/.profile; then exit 1; fi
# Tenths; 10 is everything.
systemd-analyze security --no-pager --threshold=15 hurtrock@8080
systemd-analyze security --no-pager --threshold=15 hurtrock-backup
exposure() { systemd-analyze security --no-pager "$1" | sed -n 's/.*exposure level[^:]*: \([0-9.]*\).*/\1/p'; }
says "exposure of the shop $(exposure hurtrock@8080), of the backup $(exposure hurtrock-backup)"

### restart while people read
while_asked sudo hurtrock-restart

### killed while people read
killed() {
    before=$(property MainPID hurtrock@8080)
    systemctl kill --signal=KILL hurtrock@8080
    for second in $(seq 60); do
        sleep 1
        if systemctl is-active hurtrock@8080 && [ "$(property MainPID hurtrock@8080)" != "$before" ]; then
            return
        fi
    done
    return 1
}
while_asked killed
[ "$(property NRestarts hurtrock@8080)" = 1 ]

### upgrade while people read
before=$(property MainPID 'hurtrock@*')
while_asked apt install --reinstall ./$package
[ "$before" != "$(property MainPID 'hurtrock@*')" ]
sudo hurtrock-run doctor

### failed upgrade, then mended
sed --in-place 's|^public_url = .*|public_url = "nowhere"|' /etc/hurtrock/hurtrock.toml
fails() { if apt install --reinstall ./$package; then return 1; fi; }
while_asked fails
sed --in-place 's|^public_url = .*|public_url = "https://toko.example"|' /etc/hurtrock/hurtrock.toml
while_asked dpkg --configure hurtrock
active hurtrock@8080 hurtrock@8081

### nothing wrong in the journal
nothing_wrong
