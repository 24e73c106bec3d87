# The machine was switched off and on. Then the shop goes for good.

### all of it is back by itself
active postgresql nginx hurtrock@8080 hurtrock@8081 hurtrock-backup.timer
ask --fail https://toko.example/ | grep --ignore-case '<title>'
sudo hurtrock-run doctor

### restore
sudo systemctl stop 'hurtrock@*'
hurtrock-run restore /var/backups/hurtrock/hurtrock-* --force
sudo systemctl start hurtrock@8080 hurtrock@8081
sudo hurtrock-run doctor
active hurtrock@8080 hurtrock@8081

### nothing wrong in the journal
nothing_wrong

### PostgreSQL comes late
systemctl stop postgresql
if systemctl restart hurtrock@8081; then exit 1; fi
systemctl start postgresql
for second in $(seq 60); do
    if systemctl is-active hurtrock@8081; then break; fi
    sleep 1
done
active hurtrock@8080 hurtrock@8081

### stop
sudo systemctl stop 'hurtrock@*'
[ "$(property Result hurtrock@8080) $(property Result hurtrock@8081)" = 'success success' ]
if systemctl is-active hurtrock@8080 hurtrock@8081; then exit 1; fi

### purge
key=$(cat /etc/hurtrock/secrets.env)
sudo systemctl disable --now 'hurtrock@8080' 'hurtrock@8081' hurtrock-backup.timer
sudo apt purge hurtrock
[ "$(cat /etc/hurtrock/secrets.env)" = "$key" ]
[ ! -e /usr/bin/hurtrock ]
ls -d /var/lib/hurtrock/files /var/backups/hurtrock/hurtrock-*
if find /etc/systemd -name 'hurtrock*' | grep .; then exit 1; fi
[ -z "$(systemctl list-units --all --plain --no-legend 'hurtrock*')" ]
