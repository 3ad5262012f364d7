"""Words of data management: types, states and actions, a module for each part."""
