-- Makes the link that opens one sale in a merchant's portal, for a ticket's QR or a mail. PostgreSQL 14 or newer, no extension.
--
--   select sign_link('https://factura.tu-comercio.mx', :'link_secret', 'tu-portal', 'src_…', folio, date => '2026-11-20T18:32:00-06:00',
--                    total => '348.00', forma_pago => '01') from ticket;
--
-- Only where customers cannot read the secret. In a UTF-8 database.

create or replace function hmac_sha256(key bytea, message bytea) returns bytea
  language sql immutable strict parallel safe
return (
  with block as (
    select case when length(key) > 64 then sha256(key) else key end as short
  ), padded as (
    select short || decode(repeat('00', 64 - length(short)), 'hex') as bytes from block
  ), pads as (
    select
      string_agg(set_byte('\x00'::bytea, 0, get_byte(bytes, i) # 54), ''::bytea order by i) as inner_pad,
      string_agg(set_byte('\x00'::bytea, 0, get_byte(bytes, i) # 92), ''::bytea order by i) as outer_pad
    from padded, generate_series(0, 63) as i
  )
  select sha256(outer_pad || sha256(inner_pad || message)) from pads
);

-- RFC 3986, over UTF-8.
create or replace function percent_encoded(value text) returns text
  language sql immutable strict parallel safe
return (
  select coalesce(string_agg(
    case when position(chr(byte) in 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~') > 0 then chr(byte)
      else '%' || upper(lpad(to_hex(byte), 2, '0')) end, '' order by i), '')
  from convert_to(value, 'UTF8') as bytes, generate_series(0, length(bytes) - 1) as i, get_byte(bytes, i) as byte
);

-- The link. `date`, `total` and `forma_pago` only where it is to make the sale: all three, or none. Raises 22023 for a value with a
-- control character, such as a line break.
create or replace function sign_link(
  base text, secret text, slug text, source text, folio text, date text default '', total text default '', forma_pago text default ''
) returns text
  language plpgsql immutable parallel safe
as $$
declare
  message text := concat_ws(E'\n', 'autofactura-link-v1', slug, source, folio, coalesce(date, ''), coalesce(total, ''), coalesce(forma_pago, ''));
  sig text;
begin
  -- The message has six line breaks of its own.
  if length(regexp_replace(message, '[^\u0001-\u001f\u007f-\u009f]', '', 'g')) <> 6 then
    raise exception 'a value has a control character' using errcode = '22023';
  end if;
  sig := left(encode(hmac_sha256(convert_to(secret, 'UTF8'), convert_to(message, 'UTF8')), 'hex'), 32);
  return rtrim(base, '/') || '/' || slug || '?source=' || percent_encoded(source) || '&folio=' || percent_encoded(folio)
    || coalesce('&date=' || percent_encoded(nullif(date, '')), '')
    || coalesce('&total=' || percent_encoded(nullif(total, '')), '')
    || coalesce('&formaPago=' || percent_encoded(nullif(forma_pago, '')), '')
    || '&sig=' || sig;
end
$$;
