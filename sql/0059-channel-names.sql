-- Names of channels are shorter, so that more of them go into one request; each page that connects gets a new one.
DELETE FROM live_channel;
ALTER TABLE live_channel MODIFY name CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'never used again once it was closed';
