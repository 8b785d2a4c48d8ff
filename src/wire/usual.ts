/**
 * What stands in many lines of many logs, whatever it says there: names and values of fields, parts of hosts and of user agents.
 * Only speed hangs on it: a finder looks for the part of a literal that is not in here.
 */
export const usual = `
http:// https:// ftp:// www. .com .com: .com/ .net .org .ai .io .dev .app .co.uk .de .fr .cn .jp .eu .html .json .js .css .png
.gov .edu .local .internal .example .svc.cluster.local .in-addr.arpa api. api- /api/ /v1/ /v2/ cdn. static. img. chat. mail. login.
auth. account console cloud. platform. inference. gateway. router. models. endpoint. studio. app. dashboard.
google googleapis.com gstatic amazonaws.com cloudfront akamai azure.com azure.net microsoft.com windows.net office365 outlook
apple.com icloud github.com githubusercontent facebook cloudflare fastly npmjs pypi debian ubuntu docker slack salesforce
www.google.com .google. .googleapis.com .github.com .amazonaws.com .microsoft.com .cloudflare.net .apple.com .windows.net
us-east-1 us-west-2 eu-west-1 eu-central-1 ap-southeast-1 us-central1 europe-west
tcp_tunnel tcp_miss tcp_hit tcp_denied none_none connect get post put head options delete hier_direct hier_none
text/html application/json application/octet-stream text/plain image/png charset=utf-8
mozilla/5.0 windows nt x86_64 x11; linux macintosh intel mac os applewebkit khtml, like gecko chrome/ safari/ firefox/ curl/ python-requests/
tlsv1.2 tlsv1.3 tlsv12 tlsv13 tls_aes_256_gcm_sha384 tls_chacha20_poly1305_sha256 tls_ecdhe_rsa_with_aes_128_gcm_sha256 x25519 secp256r1
timestamp time date level info warn error debug message msg log event event_type type id uid uuid request response status state
code method path uri url query string host hostname server server_name sni client remote local source src destination dest dst
addr address ip port proto protocol tcp udp icmp dns tls ssl http quic user user_agent agent referer referrer version cipher curve
resumed next_protocol established ssl_history orig resp conn duration bytes packets size length count flow flow_id session
":true, ":false, ":null, ":"- id.orig_h id.orig_p id.resp_h id.resp_p server_name client_ip src_ip dest_ip build user=
action allow allowed accept accepted deny denied block blocked policy rule category threat severity high low medium
name value key true false null none unknown default public private internal external network interface zone region account
answers rcode noerror nxdomain qtype record class trans ttl cert certificate issuer subject fingerprint ja3 ja4
container pod namespace node kubernetes service workload labels metadata process exec binary arguments parent
jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun
`;
