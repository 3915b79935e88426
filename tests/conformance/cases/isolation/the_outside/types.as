file f;
filesystem files;
socket connection;
datetime now;
