"""The compiler: bytes of BPMN and DMN in, a compiled model or all findings out."""

from engine.runtime.compile.compiler import compile_model

__all__ = ["compile_model"]
