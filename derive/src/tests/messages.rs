//! Every message of the catalogue is given to someone.
