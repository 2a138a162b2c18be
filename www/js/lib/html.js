// html: markup from templates, hooks and signals under one roof, and the few words markup needs. No components.
import { h, render, createContext, Fragment } from 'preact';
import { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useId } from 'preact/hooks';
import { signal, computed, effect, batch } from '@preact/signals';
import htm from 'htm';

export const html = htm.bind(h);
export {
  h,
  render,
  createContext,
  Fragment,
  useState,
  useEffect,
  useLayoutEffect,
  useRef,
  useMemo,
  useCallback,
  useContext,
  useId,
  signal,
  computed,
  effect,
  batch,
};

/* A function that stays the same over all drawings, and does what the newest one does. */
export function useSame(fn) {
  const newest = useRef(fn);
  newest.current = fn;
  return useCallback((...args) => newest.current(...args), []);
}

export const cls = (...names) => names.filter(Boolean).join(' ');

export const safeHref = (href) => (/^(https?:|mailto:|tel:)/i.test(href || '') ? href : undefined);
export const away = { target: '_blank', rel: 'noreferrer noopener' };
